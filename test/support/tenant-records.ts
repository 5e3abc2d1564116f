import { createHash } from "node:crypto";
import { type AnyRecord, recordOf, type TestService } from "./service.ts";

/** A committee with one record of every kind, and a client of its own with every scope. */
export type CommitteeWithRecords = {
  committee: AnyRecord;
  cell: AnyRecord;
  params: Readonly<Record<string, string>>;
  token: string;
};

/** Creates a committee below a parent, one record of every kind in it, and its client. `mark` distinguishes it from others. */
export const createCommitteeWithRecords = async (
  service: TestService,
  parentId: string,
  mark: string,
): Promise<CommitteeWithRecords> => {
  const post = async (path: string, body: object) =>
    recordOf(await service.call("POST", path, { token: service.admin, body }));
  const committee = await post("/v1/organisations", {
    kind: "grassroots-committee",
    name: `Đảng bộ ${mark}`,
    parentId,
  });
  const cell = await post("/v1/organisations", { kind: "cell", name: "Chi bộ 1", parentId: committee.id });
  const member = await post("/v1/members", { organisationId: cell.id, fullName: "Trần Thị Ánh", confirmed: true });
  const entry = await post(`/v1/members/${member.id}/history`, { kind: "suspended", on: "2024-01-05" });
  const held = {
    organisationId: committee.id,
    kind: "regular",
    title: "Họp thường kỳ",
    startsOn: "2024-01-10",
    status: "held",
  };
  const meeting = await post("/v1/meetings", held);
  const at = `/v1/meetings/${meeting.id}`;
  const { items } = recordOf(
    await service.call("POST", `${at}/attendees`, {
      token: service.admin,
      body: { attendees: [{ memberId: member.id, roles: ["chair"] }] },
    }),
  ) as unknown as { items: AnyRecord[] };
  const document = await post(`${at}/documents`, { kind: "report", title: "Báo cáo" });
  const vote = await post(`${at}/votes`, { subject: "Thông qua", base: { count: 3 }, for: 2, against: 1, abstain: 0 });
  const guidance = await post(`${at}/guidance`, { number: 1, text: "Làm tốt công tác kiểm tra" });
  const award = await post("/v1/awards", {
    organisationId: committee.id,
    form: "certificate-of-merit",
    title: "Hoàn thành xuất sắc nhiệm vụ",
    year: 2023,
    recipients: [{ memberId: member.id }],
  });
  const sha256 = createHash("sha256").update(mark).digest("hex");
  const announced = { fileName: "a.jpg", contentType: "image/jpeg", size: 100, sha256 };
  const { photo } = (await post(`${at}/photos`, announced)) as unknown as { photo: AnyRecord };
  const scopes = ["dangbo/read", "dangbo/write", "dangbo/publish", "dangbo/admin"];
  const client = await post("/v1/clients", { organisationId: committee.id, name: `Hệ thống ${mark}`, scopes });
  const token = await service.token({ clientId: String(client.clientId), clientSecret: String(client.clientSecret) });
  const hook = { url: `https://bao-cao.example/${mark}`, status: "disabled" };
  const webhook = recordOf(await service.call("POST", "/v1/webhooks", { token, body: hook }));
  const params = {
    organisationId: committee.id,
    memberId: member.id,
    entryId: entry.id,
    meetingId: meeting.id,
    attendeeId: items[0]?.id ?? "",
    documentId: document.id,
    voteId: vote.id,
    guidanceId: guidance.id,
    awardId: award.id,
    photoId: photo.id,
    clientId: client.id,
    webhookId: webhook.id,
    source: "hr",
    externalId: `x-${mark}`,
  };
  return { committee, cell, params, token };
};
