import type { Caller } from "../../../lib/shared/work.ts";
import { recordAward } from "../../../test/demo/awards.ts";
import {
  type Attendee,
  recordAgenda,
  recordAttendees,
  recordDocument,
  recordGuidance,
  recordMeeting,
  recordVote,
} from "../../../test/demo/conference.ts";
import { readFacts } from "../../../test/demo/facts.ts";
import { recordMembers } from "../../../test/demo/members.ts";
import { recordTree } from "../../../test/demo/tree.ts";
import type { AnyRecord } from "../../../test/support/service.ts";
import { callerAt } from "../../../test/support/world.ts";
import { articleOf } from "./article.ts";
import type { Direct } from "./direct.ts";
import { announced } from "./photo.ts";

/** What stands in the table while operations are measured: ids of the demo's conference and a little more. */
export type Archive = {
  /** A client of the committee with every scope: it asks. */
  caller: Caller;
  committeeId: string;
  /** A cell directly under the committee. */
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
  /** A webhook that is disabled: what happens here is sent nowhere. */
  webhookId: string;
};

/** Records the demo's committee and conference, a department with a cell, photos and a client. */
export const recordArchive = async ({ api, call }: Direct): Promise<Archive> => {
  const facts = readFacts();
  const tree = await recordTree(api, facts);
  const members = await recordMembers(api, facts, tree);
  const department = await api.post<AnyRecord>(
    "/v1/organisations",
    { kind: "departmental-committee", name: "Đảng bộ bộ phận", parentId: tree.committee.id },
    "department",
  );
  const cellOfIt = { kind: "cell", name: "Chi bộ 8", parentId: department.id };
  await api.post<AnyRecord>("/v1/organisations", cellOfIt, "cell-of-department");
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
    const { record } = await call("announcePhoto", { params, body: { ...announced(), caption } });
    photos.push(record.photo as AnyRecord);
  }
  await call("putArticle", { params, body: articleOf });
  const named = { name: "Hệ thống nhân sự", scopes: ["dangbo/read"], organisationId: tree.committee.id };
  const caller = callerAt([...tree.byKey.values()].map(({ id }) => id));
  const receiver = { url: "https://bao-cao.example/dangbo", status: "disabled" };
  return {
    caller,
    committeeId: tree.committee.id,
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
    client: (await call("createClient", { body: named })).record,
    webhookId: (await call("createWebhook", { body: receiver, caller })).record.id,
  };
};
