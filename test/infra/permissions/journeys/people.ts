import { fresh, type Journey } from "./play.ts";
import { aClient, aCommittee, aMeeting, aMember } from "./records.ts";

export const peopleJourneys: Journey[] = [
  {
    title: "a member is made, found, changed and taken away",
    of: ["members"],
    run: async (play) => {
      const { tenantId, cell, otherCell } = await aCommittee(play);
      const path = `/v1/members/external/hr/${fresh()}`;
      const body = { organisationId: cell.id, fullName: `Nguyễn Thị ${fresh()}`, admittedOn: "2019-05-19" };
      const { id } = await play.put(path, body);
      await play.put(path, { ...body, jobTitle: "Thủ thư" });
      await play.patch(`/v1/members/${id}`, { memberNumber: fresh() });
      await play.patch(`/v1/members/${id}`, { memberNumber: fresh() });
      await play.get(`/v1/members/${id}`);
      for (const list of [tenantId, cell]) await play.get(`/v1/members?organisationId=${list.id}&q=nguyen`);
      const transfer = { kind: "transferred", on: "2023-02-03", toOrganisationId: otherCell.id };
      const entry = await play
        .make(`/v1/members/${id}/history`, transfer)
        .catch(() => play.make(`/v1/members/${id}/history`, { kind: "confirmed", on: "2020-05-19" }));
      await play.get(`/v1/members/${id}/history/${entry.id}`);
      await play.get(`/v1/members/${id}/history`);
      await play.remove(`/v1/members/${(await aMember(play, cell.id, { memberNumber: fresh() })).id}`);
    },
  },
  {
    title: "an award is made, found, changed and taken away",
    of: ["awards"],
    run: async (play) => {
      const committee = await aCommittee(play);
      const { tenantId, cell, member } = committee;
      const meeting = await aMeeting(play, committee);
      const body = { organisationId: tenantId.id, form: "commendation", title: "Khen thưởng", year: 2023 };
      const award = await play.make("/v1/awards", {
        ...body,
        meetingId: meeting.id,
        recipients: [{ memberId: member.id }],
      });
      await play.put(`/v1/awards/external/hr/${fresh()}`, { ...body, recipients: [{ organisationId: cell.id }] });
      await play.get(`/v1/awards/${award.id}`);
      await play.get(`/v1/awards?organisationId=${tenantId.id}`);
      await play.get(`/v1/awards?organisationId=${cell.id}`);
      await play.get(`/v1/awards?memberId=${member.id}`);
      await play.get(`/v1/awards?meetingId=${meeting.id}`);
      await play.patch(`/v1/awards/${award.id}`, { visibility: "restricted" });
      await play.remove(`/v1/awards/${award.id}`);
    },
  },
  {
    title: "all about a person is given out, and its erasure asked for",
    of: ["dataSubjects"],
    run: async (play) => {
      const { member } = await aCommittee(play);
      await play.get(`/v1/members/${member.id}/export`);
      await play.make(`/v1/members/${member.id}/erasure`);
      await play.get(`/v1/members/${member.id}/erasure`);
    },
  },
  {
    title: "clients are made, found, given another secret and taken away, and get tokens",
    of: ["clients", "token"],
    run: async (play) => {
      const { tenantId, cell } = await aCommittee(play);
      const made = await aClient(play, tenantId.id, ["dangbo/read"]);
      await play.as(made);
      await play.get(`/v1/clients/${made.clientId}`);
      for (const { id } of [tenantId, cell]) await play.get(`/v1/clients?organisationId=${id}`);
      await play.make(`/v1/clients/${made.clientId}/secret`);
      await play.remove(`/v1/clients/${made.clientId}`);
    },
  },
];
