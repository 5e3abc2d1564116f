import { randomUUID } from "node:crypto";
import type { Dependencies } from "../../../functions/shared/dependencies.ts";
import { createHandler } from "../../../functions/shared/http.ts";
import { feedCursorBinding } from "../../../lib/changes/feed.ts";
import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import { createIds } from "../../../lib/shared/ids.ts";
import type { TableClient } from "../../../lib/table/client.ts";
import { type Cursors, createCursors } from "../../../lib/table/cursor.ts";
import { shardedFrom } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { apiEvent, type RequestParts } from "../../../test/support/api-event.ts";
import type { Random } from "../../../test/support/random.ts";
import type { AnyRecord } from "../../../test/support/service.ts";
import { callerAt, rootCaller } from "../../../test/support/world.ts";

import { operations } from "../../support/operations.ts";
import { recordedOn } from "../bulk/record-committee.ts";
import type { ActiveCommittee, DayNation } from "./nation.ts";
import { type Activity, attendeesOfMeeting } from "./plan.ts";

/** Calls an operation and returns its record. */
type Send = (operation: OperationName, request: RequestParts) => Promise<AnyRecord>;

/** The morning after everything was recorded. */
const morning = Date.parse(`${recordedOn}T04:00:00Z`);

/** Serves all operations on a table in memory. `now`: milliseconds of the replay. */
export const createSend = (client: TableClient, random: Random, now: () => number) => {
  const clock = () => morning + now();
  const dependencies: Dependencies = {
    table: createTable(client, "memory", randomUUID),
    clock,
    newId: createIds(clock, random.bytes),
    cursors: createCursors("a secret of the tests"),
  };
  const handler = createHandler(operations, {}, () => dependencies);
  let count = 0;
  const send: Send = async (operation, request) => {
    count += 1;
    const { body } = await handler(apiEvent(routes[operation], request));
    return JSON.parse(body ?? "{}");
  };
  return { send, dependencies, count: () => count };
};

const once = () => ({ headers: { "idempotency-key": randomUUID() } });

/** The requests of each activity of a day. */
export const activitiesOf = ({ active, shape }: DayNation, { seal }: Pick<Cursors, "seal">) => {
  const committee = (random: Random) => {
    const one = random.one(active);
    return { ...one, caller: callerAt(one.path) };
  };
  // Followers of the root have read everything before the replay.
  const cursors = new Map([["root", seal(String(shardedFrom), feedCursorBinding(rootCaller))]]);
  /** Continues at the cursor of the same follower. */
  const poll = async (send: Send, follower: string, caller: typeof rootCaller) => {
    const after = cursors.get(follower);
    const query = after === undefined ? "limit=100" : `limit=100&after=${encodeURIComponent(after)}`;
    cursors.set(follower, String((await send("listChanges", { caller, query })).nextCursor));
  };
  return {
    meetings: (send, random) => holdMeeting(send, random, committee(random)),
    awards: (send, random) => {
      const { caller, committeeId, memberIds } = committee(random);
      const recipients = some(random, memberIds, 10).map((memberId) => ({ memberId }));
      const about = { form: "certificate-of-merit", title: `Khen thưởng ${randomUUID()}`, year: 2023 };
      return send("createAward", { caller, ...once(), body: { organisationId: committeeId, ...about, recipients } });
    },
    admissions: (send, random) => {
      const { caller, cellIds } = committee(random);
      const body = {
        organisationId: random.one(cellIds),
        fullName: "Nguyễn Thị Mới",
        gender: "female",
        admittedOn: recordedOn,
      };
      return send("createMember", { caller, ...once(), body });
    },
    historyEntries: (send, random) => {
      const { caller, memberIds } = committee(random);
      const params = { memberId: random.one(memberIds) };
      return send("addHistoryEntry", { caller, ...once(), params, body: { kind: "suspended", on: recordedOn } });
    },
    corrections: async (send, random) => {
      const { caller, memberIds } = committee(random);
      const params = { memberId: random.one(memberIds) };
      const { jobTitle = "" } = await send("getMember", { caller, params });
      const headers = { "if-match": "*" };
      return send("updateMember", { caller, params, headers, body: { jobTitle: `${jobTitle}.`.slice(-9) } });
    },
    memberReads: (send, random) => {
      const { caller, memberIds } = committee(random);
      return send("getMember", { caller, params: { memberId: random.one(memberIds) } });
    },
    memberLists: (send, random) => {
      const { caller, committeeId } = committee(random);
      return send("listMembers", { caller, query: `organisationId=${committeeId}` });
    },
    meetingLists: (send, random) => {
      const { caller, committeeId } = committee(random);
      return send("listMeetings", { caller, query: `organisationId=${committeeId}` });
    },
    statistics: (send, random) => {
      const { caller, path } = committee(random);
      // Half of the requests are for the own committee, the others by the root for one above it.
      const organisationId = random.chance(0.5) ? (path.at(-1) ?? "") : random.one(path);
      return send("getStatistics", {
        caller: organisationId === path.at(-1) ? caller : rootCaller,
        params: { organisationId },
      });
    },
    // Nearly all of them find nothing new, each in the feed of another committee.
    committeePolls: (send, random) => {
      const number = random.below(shape.committees);
      const path = [...committee(random).path.slice(0, -1), String(number).padStart(18, "0")];
      return poll(send, `committee ${number}`, callerAt(path));
    },
    superiorPolls: (send, random) => {
      const path = committee(random).path.slice(0, -1);
      return poll(send, String(path.at(-1)), callerAt(path));
    },
    rootPolls: (send) => poll(send, "root", rootCaller),
  } satisfies Record<Activity, (send: Send, random: Random) => Promise<unknown>>;
};

/** Consecutive items of a list. */
const some = <T>(random: Random, list: readonly T[], count: number): T[] => {
  const from = random.below(Math.max(1, list.length - count + 1));
  return list.slice(from, from + count);
};

/** A cell's meeting, which the meeting-room system records by six requests. */
const holdMeeting = async (
  send: Send,
  random: Random,
  { caller, cellIds, memberIds }: ActiveCommittee & { caller: typeof rootCaller },
): Promise<void> => {
  const about = { kind: "review", title: "Họp chi bộ kiểm điểm cuối năm", startsOn: recordedOn, status: "held" };
  const body = { organisationId: random.one(cellIds), ...about };
  const { id: meetingId } = await send("createMeeting", { caller, ...once(), body });
  const params = { meetingId };
  const coming = some(random, memberIds, attendeesOfMeeting);
  const attendees = coming.map((memberId) => ({ memberId, roles: ["participant"] }));
  await send("addAttendees", { caller, ...once(), params, body: { attendees } });
  await send("putAgenda", { caller, params, body: { items: [{ number: 1, title: "Kiểm điểm" }] } });
  const minutes = { kind: "minutes", title: "Biên bản họp chi bộ" };
  const { id: documentId } = await send("addDocument", { caller, ...once(), params, body: minutes });
  const vote = {
    subject: "Thông qua",
    documentId,
    base: { count: coming.length },
    for: coming.length,
    against: 0,
    abstain: 0,
  };
  await send("addVote", { caller, ...once(), params, body: vote });
  await send("addGuidance", { caller, ...once(), params, body: { number: 1, text: "Khắc phục hạn chế trong quý I" } });
};
