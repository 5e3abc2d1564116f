import { describeMember, pointTo } from "../members/store.ts";
import type { Outcome, RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { add, insert, type Key, type OnConditionFailed, update, type Write } from "../table/write.ts";
import { requireWith } from "./find.ts";
import { checkPart } from "./named.ts";
import { documents, partItemOf, votes } from "./parts.ts";
import { keysOfPeople, readPeople } from "./people.ts";
import { partAdded } from "./store.ts";
import { baseOf, checkExclusions } from "./vote-base.ts";
import { ballotFaults, outcomeOf } from "./vote-rules.ts";
import type { Vote, VoteInput } from "./vote-schema.ts";

/**
 * Records a vote and adopts the document it is about, if it came out so. Two reads where the base is counted: the
 * meeting tells organisation and day. Throws 404, `invalid-input`, or 409: `already-adopted`, `erased` for an
 * exclusion, which gives a reason, of an erased person.
 */
export const addVote = async (
  context: RequestContext,
  meetingId: string,
  validation: InputValidation<VoteInput>,
): Promise<Outcome> => {
  const { documentId, base: given } = validation.value;
  const ids = [...new Set((given?.exclusions ?? []).map(({ memberId }) => memberId))];
  const documentKeys = documentId === undefined ? [] : [keys.document(meetingId, documentId)];
  const { meeting, items } = await requireWith(context, meetingId, [...documentKeys, ...keysOfPeople(ids)]);
  const document = documentKeys.length > 0 ? items.shift() : undefined;
  checkExclusions(validation, meeting, await readPeople(context, ids, items));
  checkPart(validation, "/documentId", documentId, document);
  const count = await baseOf(context, validation, meeting);
  if (count !== undefined) validation.addErrors(ballotFaults(validation.value, count));
  const input = validation.valueOrThrow();
  if (document && documents.schema.parse(document).status === "adopted") throw new Problem("already-adopted");
  const record = voteOf(context, input, count ?? missing());
  const writes = [
    insert(partItemOf(votes, meetingId, record)),
    ...documentKeys.map((key) => decided(key, record)),
    ...ids.flatMap((id) => [describeMember(id), pointTo(id, keys.vote(meetingId, record.id))]),
    partAdded(meetingId),
  ];
  return context.commit(writes, { record, version: 1, made: true });
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
    ...outcomeOf(fields, count, threshold),
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
    : add(document, { refs: 1 }, { expect: { status: "draft" }, refused: notDraft });
