import { timelineOf } from "../members/items.ts";
import type { MemberWithTree } from "../members/reads.ts";
import { addBacklink, addPersonalReference, addReference, removeBacklink } from "../members/references.ts";
import { mayVote, stateOn } from "../members/timeline.ts";
import { readCounts } from "../organisations/counts.ts";
import { chainOn, kindIn } from "../organisations/tree.ts";
import { deleteRecord } from "../records/conditional-writes.ts";
import { referenceCounters, referencesBy } from "../records/references.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { add, insert, type Key, type OnConditionFailed, update, type Write } from "../table/write.ts";
import { documents } from "./documents.ts";
import { assertMeetingUnchanged, incrementVoteCount } from "./items.ts";
import { isMemberOn, memberLookupKeys, visibleMembers } from "./member-lookup.ts";
import {
  checkPartReference,
  deletePartWrite,
  type PartId,
  type PartKind,
  partItemOf,
  partsWithPrefix,
  requirePart,
} from "./parts.ts";
import { type MeetingWithTree, requireMeetingWithTreeAnd } from "./reads.ts";
import { ballotErrors, exclusionErrors, voteResult } from "./rules.ts";
import { exclusionsMaximum, type Vote, type VoteInput, voteRecord } from "./vote-schema.ts";

export const votes: PartKind<Vote> = { key: keys.vote, range: partsWithPrefix("VOTE#"), schema: voteRecord };

/** The exclusions in an input, without their invalid parts. */
const exclusionsIn = ({ valid }: InputValidation<VoteInput>) =>
  (valid.base?.exclusions ?? []).slice(0, exclusionsMaximum);

/**
 * Records a vote and adopts its document where the threshold is reached. Counting the base takes a second read, by the
 * organisation and day of the meeting. Throws 404, 412, `invalid-input`, or 409: `meeting-not-held`, `already-adopted`, or
 * `erased` for an exclusion, which contains a reason, of an erased person.
 */
export const addVote = async (
  context: RequestContext,
  meetingId: string,
  { precondition, validation }: { precondition?: Precondition | undefined; validation: InputValidation<VoteInput> },
): Promise<Result> => {
  const { documentId } = validation.value;
  const ids = [...new Set(exclusionsIn(validation).flatMap((exclusion) => exclusion?.memberId ?? []))];
  const documentKeys = documentId === undefined ? [] : [keys.document(meetingId, documentId)];
  const { meeting, items } = await requireMeetingWithTreeAnd(context, meetingId, [
    ...documentKeys,
    ...memberLookupKeys(ids),
  ]);
  checkPrecondition(precondition, meeting.version);
  const document = documentKeys.length > 0 ? items.shift() : undefined;
  checkExclusions(validation, meeting, await visibleMembers(context, ids, items));
  checkPartReference(validation, "/documentId", { id: documentId, item: document });
  const count = await voteBase(context, validation, meeting);
  if (count !== undefined) validation.addErrors(ballotErrors(validation.value, count));
  const input = validation.valueOrThrow();
  if (meeting.record.status === "cancelled" || meeting.record.date > context.today)
    throw new Problem("meeting-not-held");
  if (document && documents.schema.parse(document).status === "adopted") throw new Problem("already-adopted");
  if (count === undefined) throw new TypeError("A vote was accepted without its base");
  const record = voteOf(context, input, count);
  const writes = [
    insert(partItemOf(votes, meetingId, record)),
    assertMeetingUnchanged(meeting, { precondition, isVote: true }),
    ...documentKeys.map((key) => documentWrite(key, record)),
    ...ids.flatMap((id) => [addPersonalReference(id, "vote"), addBacklink(id, keys.vote(meetingId, record.id))]),
    incrementVoteCount(meetingId, 1),
  ];
  return context.commit(writes, { record, version: 1, created: true });
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

/** Counts the reference of a vote to its document, which must still be a draft, and adopts it where the vote does. */
const documentWrite = (document: Key, vote: Vote): Write =>
  vote.adopted
    ? update(
        document,
        {
          update: "SET #status = :adopted, updatedAt = :now ADD version :one, refs :one, #votes :one",
          names: { "#status": "status", "#votes": referencesBy("vote") },
          values: { ":adopted": "adopted", ":draft": "draft", ":now": vote.createdAt, ":one": 1 },
          condition: { expression: "#status = :draft" },
        },
        notDraft,
      )
    : add(document, referenceCounters({ by: "vote", count: 1 }), {
        expect: { status: "draft" },
        onConditionFailed: notDraft,
      });

/**
 * Removes a vote that was recorded by mistake. The document it adopted becomes a draft again: no other vote can have adopted
 * it. Throws 404, 428, 412.
 */
export const deleteVote = (
  context: RequestContext,
  { meetingId, id }: PartId,
  precondition: Precondition | undefined,
): Promise<undefined> =>
  deleteRecord(context, requirePart(context, votes, { meetingId, id }), {
    precondition,
    writes: (found) => [
      deletePartWrite(found),
      ...releaseDocument(context, meetingId, found.record),
      ...releaseExcluded(found.record, keys.vote(meetingId, id)),
      incrementVoteCount(meetingId, -1),
    ],
  });

/** Counts the members whom a deleted vote excluded no longer. */
export const releaseExcluded = ({ base: { exclusions = [] } }: Vote, vote: Key): Write[] =>
  exclusions.flatMap(({ memberId }) => [
    addReference(memberId, { by: "vote", count: -1 }),
    removeBacklink(memberId, vote),
  ]);

const releaseDocument = ({ now }: RequestContext, meetingId: string, { documentId, adopted }: Vote): Write[] => {
  if (documentId === undefined) return [];
  const document = keys.document(meetingId, documentId);
  if (!adopted) return [add(document, referenceCounters({ by: "vote", count: -1 }), { mustExist: true })];
  return [
    update(document, {
      update: "SET #status = :draft, updatedAt = :now ADD version :one, refs :less, #votes :less",
      names: { "#status": "status", "#votes": referencesBy("vote") },
      values: { ":draft": "draft", ":adopted": "adopted", ":now": now, ":one": 1, ":less": -1 },
      condition: { expression: "#status = :adopted" },
    }),
  ];
};

/** Whether a member had a vote in the meeting's organisation on its day. */
const hadVote = ({ record, tree }: MeetingWithTree, { record: member }: MemberWithTree): boolean => {
  const state = stateOn(timelineOf(member), record.date);
  if (!state || !mayVote(state)) return false;
  return chainOn(tree, state.organisationId, record.date).includes(record.organisationId);
};

/** Adds the errors of the exclusions. Where the input contains a count, any visible member of that day can be excluded. */
const checkExclusions = (
  validation: InputValidation<VoteInput>,
  meeting: MeetingWithTree,
  people: ReadonlyMap<string, MemberWithTree>,
): void => {
  const exclusions = exclusionsIn(validation);
  const isCounted = validation.valid.base?.count === undefined;
  validation.addErrors(exclusionErrors(exclusions));
  exclusions.forEach((exclusion, i) => {
    if (exclusion?.memberId === undefined) return;
    const person = people.get(exclusion.memberId);
    const pointer = `/base/exclusions/${i}/memberId`;
    if (!person) validation.addError(pointer, "unknown-reference");
    else if (!isMemberOn(person, meeting.record.date)) validation.addError(pointer, "not-a-member");
    else if (isCounted && !hadVote(meeting, person)) validation.addError(pointer, "no-vote");
  });
};

/** Members with a vote in the meeting's organisation on its day. */
const countVoters = async (
  { table }: RequestContext,
  { record: { organisationId, date }, tree: { tenantId } }: MeetingWithTree,
) => (await readCounts(table, { organisationId, tenantId, day: date })).total("mayVote");

/**
 * The base of a vote: the count in the input, else the members with a vote in the meeting's organisation on its day minus
 * the exclusions. Adds an error where neither gives a base. Undefined where the input's base is invalid.
 */
const voteBase = async (
  context: RequestContext,
  validation: InputValidation<VoteInput>,
  meeting: MeetingWithTree,
): Promise<number | undefined> => {
  const count = validation.valid.base?.count;
  if (count !== undefined) return count;
  if (validation.hasErrorAt("/base")) return undefined;
  const exclusions = exclusionsIn(validation);
  // Counters of committees reach a superior committee seconds later, so its members cannot be counted here.
  const isSuperior = kindIn(meeting.tree, meeting.record.organisationId) === "superior-committee";
  const base = isSuperior ? undefined : Math.max(0, (await countVoters(context, meeting)) - exclusions.length);
  if (!base) validation.addError("/base/count", "base-needed");
  return base;
};
