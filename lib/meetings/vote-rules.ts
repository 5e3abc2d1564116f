import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Vote, VoteInput } from "./vote-schema.ts";

type Ballots = Pick<VoteInput, "for" | "against" | "abstain">;

/** What cannot be true of the ballots: more of them than people with a vote. */
export const ballotFaults = (ballots: Partial<Ballots>, base: number): FieldError[] => {
  const { for: inFavour = 0, against = 0, abstain = 0 } = ballots;
  return inFavour + against + abstain > base ? [{ pointer: "", code: "too-many-ballots", values: { base } }] : [];
};

/** Exclusions that name a member a second time. */
export const exclusionFaults = (exclusions: readonly { memberId: string }[]): FieldError[] =>
  exclusions.flatMap(({ memberId }, i) =>
    exclusions.findIndex((other) => other.memberId === memberId) < i
      ? [{ pointer: `/base/exclusions/${i}/memberId`, code: "duplicate" }]
      : [],
  );

/** Per cent with two decimals, rounded half up, in whole numbers until the last step. */
const percentOf = (count: number, base: number) => Math.floor((count * 20_000 + base) / (2 * base)) / 100;

/** What the ballots came to on a base of at least one: more than half of it adopts, or at least two thirds. */
export const outcomeOf = (
  ballots: Ballots,
  base: number,
  threshold: Vote["threshold"],
): Pick<Vote, "notVoting" | "share" | "adopted"> => ({
  notVoting: base - ballots.for - ballots.against - ballots.abstain,
  share: { for: ballots.for, base, percent: percentOf(ballots.for, base) },
  adopted: threshold === "majority" ? 2 * ballots.for > base : 3 * ballots.for >= 2 * base,
});
