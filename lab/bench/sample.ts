import { createHash, randomBytes } from "node:crypto";
import type { Caller } from "../../lib/records/request-context.ts";
import { recordAward } from "../../test/demo/awards.ts";
import {
  type Attendee,
  recordAgenda,
  recordAttendees,
  recordDocument,
  recordGuidance,
  recordMeeting,
  recordVote,
} from "../../test/demo/conference.ts";
import { readFacts } from "../../test/demo/facts.ts";
import { recordMembers } from "../../test/demo/members.ts";
import { recordTree } from "../../test/demo/tree.ts";
import type { AnyRecord } from "../../test/support/service.ts";
import { callerAt } from "../../test/support/world.ts";
import type { DirectApi } from "./direct-api.ts";

/** Ids of the records that operations are measured on: the demo's conference and a little more. */
export type Sample = {
  /** A client of the committee with every scope, which sends the measured requests. */
  caller: Caller;
  committeeId: string;
  /** A cell directly below the committee. */
  cellId: string;
  departmentId: string;
  memberIds: readonly string[];
  meetingId: string;
  attendees: readonly Attendee[];
  documentId: string;
  voteId: string;
  guidanceId: string;
  awardId: string;
  photoId: string;
  client: AnyRecord;
  /** A disabled webhook, so that nothing is delivered. */
  webhookId: string;
};

/** The article of the measured meeting. */
export const articleInput = {
  headline: "Hội nghị tổng kết công tác năm",
  body: "Sáng nay, hội nghị đã diễn ra.",
  author: "Nguyễn Thị An",
  section: "Tin tức",
};

/** The announcement of a photo with random bytes. */
export const photoInput = (bytes: Buffer = randomBytes(2_000)) => ({
  fileName: "hoi-nghi.jpg",
  contentType: "image/jpeg",
  size: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

/** Records the demo's committee and conference, a department with a cell, photos, a client and a webhook. */
export const recordSample = async ({ api, call }: Pick<DirectApi, "api" | "call">): Promise<Sample> => {
  const facts = readFacts();
  const tree = await recordTree(api, facts);
  const members = await recordMembers(api, facts, tree);
  const committeeId = tree.committee.id;
  const body = { kind: "departmental-committee", name: "Đảng bộ bộ phận", parentId: committeeId };
  const department = await api.post<AnyRecord>("/v1/organisations", body, "department");
  const cell = { kind: "cell", name: "Chi bộ 8", parentId: department.id };
  await api.post<AnyRecord>("/v1/organisations", cell, "cell-of-department");
  const meeting = await recordMeeting(api, facts, tree);
  const params = { meetingId: meeting.id };
  const attendees = await recordAttendees(api, facts, tree, members, meeting);
  const presenter = attendees.find(({ roles }) => roles.includes("presenter"))?.id ?? "";
  await recordAgenda(api, facts, meeting, presenter);
  const document = await recordDocument(api, facts, meeting, presenter);
  const vote = await recordVote(api, facts, meeting, document.id);
  await recordGuidance(api, facts, meeting, presenter);
  const guidance = await api.get<{ items: AnyRecord[] }>(`/v1/meetings/${meeting.id}/guidance`);
  const award = await recordAward(api, facts, { tree, members, meeting, attendees });
  const photos: AnyRecord[] = [];
  for (const caption of facts.photos.captions) {
    const { record } = await call("announcePhoto", { params, body: { ...photoInput(), caption } });
    photos.push(record.photo as AnyRecord);
  }
  await call("putArticle", { params, body: articleInput });
  const client = { name: "Hệ thống nhân sự", scopes: ["dangbo/read"], organisationId: committeeId };
  const caller = callerAt([...tree.byKey.values()].map(({ id }) => id));
  const webhook = { url: "https://bao-cao.example/dangbo", status: "disabled" };
  return {
    caller,
    committeeId,
    cellId: tree.cells[0]?.id ?? "",
    departmentId: department.id,
    memberIds: members.map(({ id }) => id),
    meetingId: meeting.id,
    attendees,
    documentId: document.id,
    voteId: vote.id,
    guidanceId: guidance.items[0]?.id ?? "",
    awardId: award.id,
    photoId: photos[0]?.id ?? "",
    client: (await call("createClient", { body: client })).record,
    webhookId: (await call("createWebhook", { body: webhook, caller })).record.id,
  };
};
