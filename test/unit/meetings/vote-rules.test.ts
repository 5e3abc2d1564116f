import fc from "fast-check";
import { ballotErrors, exclusionErrors, voteResult } from "../../../lib/meetings/rules.ts";

const vote = (inFavour: number, against: number, abstain: number) => ({ for: inFavour, against, abstain });

test("As many ballots as people with a vote are accepted, one more is refused", () => {
  expect(ballotErrors(vote(60, 5, 3), 68)).toEqual([]);
  expect(ballotErrors(vote(60, 5, 4), 68)).toEqual([{ pointer: "", code: "too-many-ballots", values: { base: 68 } }]);
  expect(ballotErrors({ for: 69 }, 68)).toHaveLength(1);
});

test("A member is left out once", () => {
  expect(exclusionErrors([{ memberId: "A" }, { memberId: "B" }])).toEqual([]);
  expect(exclusionErrors([{ memberId: "A" }, { memberId: "B" }, { memberId: "A" }])).toEqual([
    { pointer: "/base/exclusions/2/memberId", code: "duplicate" },
  ]);
});

test("More than half of the base adopts, exactly half does not", () => {
  expect(voteResult(vote(35, 0, 0), 68, "majority").adopted).toBe(true);
  expect(voteResult(vote(34, 34, 0), 68, "majority").adopted).toBe(false);
  expect(voteResult(vote(1, 0, 0), 1, "majority").adopted).toBe(true);
});

test("Exactly two thirds of the base adopt where that is asked, one less does not", () => {
  expect(voteResult(vote(46, 0, 0), 69, "two-thirds").adopted).toBe(true);
  expect(voteResult(vote(45, 24, 0), 69, "two-thirds").adopted).toBe(false);
  expect(voteResult(vote(47, 0, 0), 70, "two-thirds").adopted).toBe(true);
  expect(voteResult(vote(46, 0, 0), 70, "two-thirds").adopted).toBe(false);
});

test("Who gave no ballot is told beside the share", () => {
  expect(voteResult(vote(60, 5, 1), 68, "majority")).toEqual({
    notVoting: 2,
    share: { for: 60, base: 68, percent: 88.24 },
    adopted: true,
  });
  expect(voteResult(vote(68, 0, 0), 68, "majority").share.percent).toBe(100);
  expect(voteResult(vote(0, 0, 0), 68, "majority").share.percent).toBe(0);
});

test("Share and decision agree with exact fractions, for any ballots on any base", () => {
  const base = fc.integer({ min: 1, max: 10_000_000 });
  const ballots = base.chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count })));
  fc.assert(
    fc.property(ballots, ([count, inFavour]) => {
      const { share, adopted } = voteResult(vote(inFavour, 0, 0), count, "majority");
      const twoThirds = voteResult(vote(inFavour, 0, 0), count, "two-thirds").adopted;
      expect(adopted).toBe(BigInt(inFavour) * 2n > BigInt(count));
      expect(twoThirds).toBe(BigInt(inFavour) * 3n >= BigInt(count) * 2n);
      const hundredths = BigInt(Math.round(share.percent * 100));
      expect(Math.round(share.percent * 100) / 100).toBe(share.percent);
      // Half a hundredth of a per cent from the exact share at most.
      const off = 2n * (hundredths * BigInt(count) - BigInt(inFavour) * 10_000n);
      expect(off <= BigInt(count) && off > -BigInt(count)).toBe(true);
    }),
  );
});

test("Whoever adopts stays adopted with one more in favour", () => {
  const counts = fc
    .integer({ min: 2, max: 1_000 })
    .chain((n) => fc.tuple(fc.constant(n), fc.integer({ max: n - 1, min: 0 })));
  fc.assert(
    fc.property(counts, fc.constantFrom("majority" as const, "two-thirds" as const), ([count, some], threshold) => {
      const less = voteResult(vote(some, 0, 0), count, threshold).adopted;
      const more = voteResult(vote(some + 1, 0, 0), count, threshold).adopted;
      expect(!less || more).toBe(true);
    }),
  );
});
