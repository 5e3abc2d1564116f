import type { FoundMember } from "../members/find.ts";
import { timelineOf } from "../members/items.ts";
import { mayVote, stateOn } from "../members/story.ts";
import { chainOn, kindIn } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { countsOn } from "../statistics/counts.ts";
import { tallyKeys } from "../statistics/tally.ts";
import type { FoundMeeting } from "./find.ts";
import { exclusionFaults } from "./vote-rules.ts";
import type { VoteInput } from "./vote-schema.ts";

/** Whether a member had a vote in the meeting's organisation on its day. */
const hadVote = ({ record, tree }: FoundMeeting, { member }: FoundMember): boolean => {
  const state = stateOn(timelineOf(member), record.date);
  if (!state || !mayVote(state)) return false;
  return chainOn(tree, state.organisationId, record.date).includes(record.organisationId);
};

/** Adds what is wrong with the exclusions of a draft. With a count given they only have to be members. */
export const checkExclusions = (
  validation: InputValidation<VoteInput>,
  meeting: FoundMeeting,
  people: ReadonlyMap<string, FoundMember>,
): void => {
  const { count, exclusions = [] } = validation.value.base ?? {};
  validation.addErrors(exclusionFaults(exclusions));
  exclusions.forEach(({ memberId }, i) => {
    const person = people.get(memberId);
    const pointer = `/base/exclusions/${i}/memberId`;
    if (!person) validation.addError(pointer, "unknown-reference");
    else if (count === undefined && !hadVote(meeting, person)) validation.addError(pointer, "no-vote");
  });
};

/** Members with a vote in the meeting's organisation on its day. */
const countVoters = async (context: RequestContext, { record: { organisationId, date } }: FoundMeeting) =>
  countsOn(await context.table.getMany(tallyKeys(organisationId, date)), date).total("mayVote");

/**
 * The base of a vote: the count given, else the members with a vote in the meeting's organisation on its day, less the
 * exclusions. With a fault added where neither says how many there are, and undefined where nothing can be said.
 */
export const baseOf = async (
  context: RequestContext,
  validation: InputValidation<VoteInput>,
  meeting: FoundMeeting,
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
