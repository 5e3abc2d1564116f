import { randomUUID } from "node:crypto";
import { feedBound } from "../../../lib/changes/page.ts";
import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Cursors } from "../../../lib/table/cursor.ts";
import { shardedFrom } from "../../../lib/table/keys.ts";
import type { Random } from "../../../test/simulation/machine/random.ts";
import type { Asked } from "../../../test/support/api-event.ts";
import type { AnyRecord } from "../../../test/support/service.ts";
import { callerAt, rootCaller } from "../../../test/support/world.ts";
import { recordedOn } from "../bulk/memory-work.ts";
import { oneOf } from "../nation/random.ts";
import type { ActiveCommittee, DayNation } from "./nation.ts";
import { attendeesOfMeeting } from "./plan.ts";

/** Asks a function, and gives the record it answers. Throws what is no success. */
export type Ask = (operation: OperationName, asked: Asked) => Promise<AnyRecord>;

/** What a system does at once, as often as a plan says. */
export type Doing = (ask: Ask, random: Random) => Promise<unknown>;

const once = () => ({ headers: { "idempotency-key": randomUUID() } });

/** The systems of a nation at work. */
export const doingsOf = ({ active, shape }: DayNation, { seal }: Pick<Cursors, "seal">) => {
  const committee = (random: Random) => {
    const one = oneOf(random, active);
    return { ...one, caller: callerAt(one.path) };
  };
  // The root's followers have read what was told before the replay.
  const cursors = new Map([["root", seal(String(shardedFrom), feedBound(rootCaller))]]);
  /** Goes on where the same follower has stopped. */
  const poll = async (ask: Ask, follower: string, caller: typeof rootCaller) => {
    const after = cursors.get(follower);
    const query = after === undefined ? "limit=100" : `limit=100&after=${encodeURIComponent(after)}`;
    cursors.set(follower, String((await ask("listChanges", { caller, query })).nextCursor));
  };
  const doings = {
    meetings: (ask, random) => holdMeeting(ask, random, committee(random)),
    awards: (ask, random) => {
      const { caller, committeeId, memberIds } = committee(random);
      const recipients = some(random, memberIds, 10).map((memberId) => ({ memberId }));
      const about = { form: "certificate-of-merit", title: `Khen thưởng ${randomUUID()}`, year: 2023 };
      return ask("createAward", { caller, ...once(), body: { organisationId: committeeId, ...about, recipients } });
    },
    admissions: (ask, random) => {
      const { caller, cellIds } = committee(random);
      const body = {
        organisationId: oneOf(random, cellIds),
        fullName: "Nguyễn Thị Mới",
        gender: "female",
        admittedOn: recordedOn,
      };
      return ask("createMember", { caller, ...once(), body });
    },
    historyEntries: (ask, random) => {
      const { caller, memberIds } = committee(random);
      const params = { memberId: oneOf(random, memberIds) };
      return ask("addHistoryEntry", { caller, ...once(), params, body: { kind: "suspended", on: recordedOn } });
    },
    corrections: async (ask, random) => {
      const { caller, memberIds } = committee(random);
      const params = { memberId: oneOf(random, memberIds) };
      const { jobTitle = "" } = await ask("getMember", { caller, params });
      const headers = { "if-match": "*" };
      return ask("updateMember", { caller, params, headers, body: { jobTitle: `${jobTitle}.`.slice(-9) } });
    },
    memberReads: (ask, random) => {
      const { caller, memberIds } = committee(random);
      return ask("getMember", { caller, params: { memberId: oneOf(random, memberIds) } });
    },
    memberLists: (ask, random) => {
      const { caller, committeeId } = committee(random);
      return ask("listMembers", { caller, query: `organisationId=${committeeId}` });
    },
    meetingReads: (ask, random) => {
      const { caller, committeeId } = committee(random);
      return ask("listMeetings", { caller, query: `organisationId=${committeeId}` });
    },
    statistics: (ask, random) => {
      const { caller, path } = committee(random);
      // Half of them ask about their own committee, the others, from above, about those over it.
      const organisationId = random.chance(0.5) ? (path.at(-1) ?? "") : oneOf(random, path);
      return ask("getStatistics", {
        caller: organisationId === path.at(-1) ? caller : rootCaller,
        params: { organisationId },
      });
    },
    // Almost all of these find nothing new, in the feed of a committee that nobody else asks for.
    committeePolls: (ask, random) => {
      const number = random.below(shape.committees);
      const path = [...committee(random).path.slice(0, -1), String(number).padStart(18, "0")];
      return poll(ask, `committee ${number}`, callerAt(path));
    },
    superiorPolls: (ask, random) => {
      const path = committee(random).path.slice(0, -1);
      return poll(ask, String(path.at(-1)), callerAt(path));
    },
    rootPolls: (ask) => poll(ask, "root", rootCaller),
  } satisfies Record<string, Doing>;
  return doings;
};

/** Some of a list, each once. */
const some = <T>(random: Random, list: readonly T[], count: number): T[] => {
  const from = random.below(Math.max(1, list.length - count + 1));
  return list.slice(from, from + count);
};

/** A cell's meeting, as the meeting-room system records it: six requests. */
const holdMeeting = async (
  ask: Ask,
  random: Random,
  { caller, cellIds, memberIds }: ActiveCommittee & { caller: typeof rootCaller },
): Promise<void> => {
  const about = { kind: "review", title: "Họp chi bộ kiểm điểm cuối năm", startsOn: recordedOn, status: "held" };
  const body = { organisationId: oneOf(random, cellIds), ...about };
  const { id: meetingId } = await ask("createMeeting", { caller, ...once(), body });
  const params = { meetingId };
  const coming = some(random, memberIds, attendeesOfMeeting);
  const attendees = coming.map((memberId) => ({ memberId, roles: ["participant"] }));
  await ask("addAttendees", { caller, ...once(), params, body: { attendees } });
  await ask("putAgenda", { caller, params, body: { items: [{ number: 1, title: "Kiểm điểm" }] } });
  const minutes = { kind: "minutes", title: "Biên bản họp chi bộ" };
  const { id: documentId } = await ask("addDocument", { caller, ...once(), params, body: minutes });
  const vote = {
    subject: "Thông qua",
    documentId,
    base: { count: coming.length },
    for: coming.length,
    against: 0,
    abstain: 0,
  };
  await ask("addVote", { caller, ...once(), params, body: vote });
  await ask("addGuidance", { caller, ...once(), params, body: { number: 1, text: "Khắc phục hạn chế trong quý I" } });
};
