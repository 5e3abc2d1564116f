import { timelineOf } from "../members/items.ts";
import type { FoundMember } from "../members/reads.ts";
import { describeMember, pointTo } from "../members/references.ts";
import { mayVote, stateOn } from "../members/timeline.ts";
import { chainOn, kindIn } from "../organisations/tree.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { countsOn } from "../statistics/reads.ts";
import { tallyKeys } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { add, insert, type Key, type OnConditionFailed, update, type Write } from "../table/write.ts";
import { incrementPartCount } from "./items.ts";
import { memberLookupKeys, visibleMembers } from "./member-lookup.ts";
import type { Vote, VoteInput } from "./part-schemas.ts";
import { checkPartReference, documents, partItemOf, votes } from "./parts.ts";
import { type MeetingWithTree, requireMeetingWithTreeAnd } from "./reads.ts";
import { ballotErrors, exclusionErrors, voteResult } from "./rules.ts";

/**
 * Records a vote and adopts the document it is about, if it came out so. Two reads where the base is counted: the
 * meeting tells organisation and day. Throws 404, `invalid-input`, or 409: `already-adopted`, `erased` for an
 * exclusion, which gives a reason, of an erased person.
 */
export const addVote = async (
  context: RequestContext,
  meetingId: string,
  validation: InputValidation<VoteInput>,
): Promise<Result> => {
  const { documentId, base: given } = validation.value;
  const ids = [...new Set((given?.exclusions ?? []).map(({ memberId }) => memberId))];
  const documentKeys = documentId === undefined ? [] : [keys.document(meetingId, documentId)];
  const { meeting, items } = await requireMeetingWithTreeAnd(context, meetingId, [
    ...documentKeys,
    ...memberLookupKeys(ids),
  ]);
  const document = documentKeys.length > 0 ? items.shift() : undefined;
  checkExclusions(validation, meeting, await visibleMembers(context, ids, items));
  checkPartReference(validation, "/documentId", documentId, document);
  const count = await baseOf(context, validation, meeting);
  if (count !== undefined) validation.addErrors(ballotErrors(validation.value, count));
  const input = validation.valueOrThrow();
  if (document && documents.schema.parse(document).status === "adopted") throw new Problem("already-adopted");
  const record = voteOf(context, input, count ?? missing());
  const writes = [
    insert(partItemOf(votes, meetingId, record)),
    ...documentKeys.map((key) => decided(key, record)),
    ...ids.flatMap((id) => [describeMember(id), pointTo(id, keys.vote(meetingId, record.id))]),
    incrementPartCount(meetingId),
  ];
  return context.commit(writes, { record, version: 1, created: true });
};

const missing = (): never => {
  throw new TypeError("A vote was accepted without its base");
};

const voteOf = (context: RequestContext, input: VoteInput, count: number): Vote => {
  const { base, threshold = "majority", ...fields } = input;
  const exclusions = base?.exclusions;
  return {
    ...fields,
    threshold,
    base: { count, ...(exclusions ? { exclusions } : {}) },
    ...voteResult(fields, count, threshold),
    id: context.newId(),
    createdAt: context.now,
    updatedAt: context.now,
  };
};

const notDraft: OnConditionFailed = (old) =>
  old ? new Problem("already-adopted") : invalidInput([{ pointer: "/documentId", code: "unknown-reference" }]);

/** What a vote does to its document, which must still be a draft: one vote more names it, and one that adopts changes it. */
const decided = (document: Key, vote: Vote): Write =>
  vote.adopted
    ? update(
        document,
        {
          update: "SET #status = :adopted, updatedAt = :now ADD version :one, refs :one",
          names: { "#status": "status" },
          values: { ":adopted": "adopted", ":draft": "draft", ":now": vote.createdAt, ":one": 1 },
          condition: { expression: "#status = :draft" },
        },
        notDraft,
      )
    : add(document, { refs: 1 }, { expect: { status: "draft" }, onConditionFailed: notDraft });

/** Whether a member had a vote in the meeting's organisation on its day. */
const hadVote = ({ record, tree }: MeetingWithTree, { member }: FoundMember): boolean => {
  const state = stateOn(timelineOf(member), record.date);
  if (!state || !mayVote(state)) return false;
  return chainOn(tree, state.organisationId, record.date).includes(record.organisationId);
};

/** Adds what is wrong with the exclusions of a draft. With a count given they only have to be members. */
export const checkExclusions = (
  validation: InputValidation<VoteInput>,
  meeting: MeetingWithTree,
  people: ReadonlyMap<string, FoundMember>,
): void => {
  const { count, exclusions = [] } = validation.value.base ?? {};
  validation.addErrors(exclusionErrors(exclusions));
  exclusions.forEach(({ memberId }, i) => {
    const person = people.get(memberId);
    const pointer = `/base/exclusions/${i}/memberId`;
    if (!person) validation.addError(pointer, "unknown-reference");
    else if (count === undefined && !hadVote(meeting, person)) validation.addError(pointer, "no-vote");
  });
};

/** Members with a vote in the meeting's organisation on its day. */
const countVoters = async (context: RequestContext, { record: { organisationId, date } }: MeetingWithTree) =>
  countsOn(await context.table.getMany(tallyKeys(organisationId, date)), date).total("mayVote");

/**
 * The base of a vote: the count given, else the members with a vote in the meeting's organisation on its day, less the
 * exclusions. With a fault added where neither says how many there are, and undefined where nothing can be said.
 */
export const baseOf = async (
  context: RequestContext,
  validation: InputValidation<VoteInput>,
  meeting: MeetingWithTree,
): Promise<number | undefined> => {
  if (validation.errors.some(({ pointer }) => pointer.startsWith("/base"))) return undefined;
  const { count, exclusions = [] } = validation.value.base ?? {};
  if (count !== undefined) return count;
  // A superior's members are those of whole committees, whose figures reach it seconds later.
  const isSuperior = kindIn(meeting.tree, meeting.record.organisationId) === "superior-committee";
  const base = isSuperior ? undefined : Math.max(0, (await countVoters(context, meeting)) - exclusions.length);
  if (!base) validation.addError("/base/count", "base-needed");
  return base;
};
