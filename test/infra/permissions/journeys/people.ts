import { RejectedRequest } from "../../../demo/api.ts";
import { type Journey, uniqueText } from "./journey-service.ts";
import { createClient, createCommittee, createMeeting, createMember } from "./records.ts";

export const peopleJourneys: Journey[] = [
  {
    title: "a member is created, listed, updated and deleted",
    functions: ["members"],
    run: async (service) => {
      const { committee, cell, secondCell } = await createCommittee(service);
      const path = `/v1/members/external/hr/${uniqueText()}`;
      const body = { organisationId: cell.id, fullName: `Nguyễn Thị ${uniqueText()}`, admittedOn: "2019-05-19" };
      const { id } = await service.put(path, body);
      await service.put(path, { ...body, jobTitle: "Thủ thư" });
      await service.patch(`/v1/members/${id}`, { memberNumber: uniqueText() });
      await service.patch(`/v1/members/${id}`, { memberNumber: uniqueText() });
      await service.get(`/v1/members/${id}`);
      for (const list of [committee, cell]) await service.get(`/v1/members?organisationId=${list.id}&q=nguyen`);
      await service.post(`/v1/members/${id}/history`, { kind: "confirmed", on: "2020-05-19" });
      const transfer = { kind: "transferred", on: "2023-02-03", organisationId: secondCell.id };
      const entry = await service.post(`/v1/members/${id}/history`, transfer);
      await service.get(`/v1/members/${id}/history/${entry.id}`);
      await service.get(`/v1/members/${id}/history`);
      await service.remove(`/v1/members/${(await createMember(service, cell.id, { memberNumber: uniqueText() })).id}`);
    },
  },
  {
    title: "an award is created, listed, updated and deleted",
    functions: ["awards"],
    run: async (service) => {
      const tree = await createCommittee(service);
      const { committee, cell, member } = tree;
      const meeting = await createMeeting(service, tree);
      const body = { organisationId: committee.id, form: "commendation", title: "Khen thưởng", year: 2023 };
      const award = await service.post("/v1/awards", {
        ...body,
        meetingId: meeting.id,
        recipients: [{ memberId: member.id }],
      });
      await service.put(`/v1/awards/external/hr/${uniqueText()}`, {
        ...body,
        recipients: [{ organisationId: cell.id }],
      });
      await service.get(`/v1/awards/${award.id}`);
      await service.get(`/v1/awards?organisationId=${committee.id}`);
      await service.get(`/v1/awards?organisationId=${cell.id}`);
      await service.get(`/v1/awards?memberId=${member.id}`);
      await service.get(`/v1/awards?meetingId=${meeting.id}`);
      await service.patch(`/v1/awards/${award.id}`, { visibility: "restricted" });
      await service.remove(`/v1/awards/${award.id}`);
    },
  },
  {
    title: "the data of a person is exported, and its erasure requested",
    functions: ["dataSubjects"],
    run: async (service) => {
      const { member } = await createCommittee(service);
      await service.get(`/v1/members/${member.id}/export`);
      await service.post(`/v1/members/${member.id}/erasure`, undefined, { "if-match": "*" });
      await service.get(`/v1/members/${member.id}/erasure`);
    },
  },
  {
    title: "clients are created, listed, get a new secret and tokens, and are deleted",
    functions: ["clients", "token"],
    run: async (service) => {
      const { committee, cell } = await createCommittee(service);
      const created = await createClient(service, committee.id, ["dangbo/read"]);
      await service.as(created);
      // Counts a failed attempt.
      const wrong = await service.as({ ...created, clientSecret: "wrong" }).catch((error: unknown) => error);
      if (!(wrong instanceof RejectedRequest && wrong.status === 401)) throw wrong;
      await service.get(`/v1/clients/${created.clientId}`);
      for (const { id } of [committee, cell]) await service.get(`/v1/clients?organisationId=${id}`);
      await service.post(`/v1/clients/${created.clientId}/secret`);
      await service.remove(`/v1/clients/${created.clientId}`);
    },
  },
];
