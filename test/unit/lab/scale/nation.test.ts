import fc from "fast-check";
import { joinedTop } from "../../../../lab/scale/bulk/branch.ts";
import { recordedOn } from "../../../../lab/scale/bulk/memory-work.ts";
import { planCommittee } from "../../../../lab/scale/nation/committee.ts";
import { recountCommittee } from "../../../../lab/scale/nation/recount.ts";
import { shapeOf } from "../../../../lab/scale/nation/shape.ts";
import { memberFaults } from "../../../../lib/members/rules.ts";

const seed = fc.integer({ min: 1, max: 1_000_000 });
const number = fc.nat({ max: 50_000 });
const size = fc.integer({ min: 0, max: 900 });

test("The same seed draws the same committee, however many are drawn before it", () => {
  fc.assert(
    fc.property(seed, number, size, (from, which, members) => {
      const first = planCommittee(from, which, members);
      planCommittee(from, which + 1, 20);
      expect(planCommittee(from, which, members)).toEqual(first);
    }),
    { numRuns: 5 },
  );
});

test("Another seed, or another number, draws another committee", () => {
  const names = (from: number, which: number) => planCommittee(from, which, 60).members.map(({ fullName }) => fullName);
  expect(names(1, 1)).not.toEqual(names(2, 1));
  expect(names(1, 1)).not.toEqual(names(1, 2));
});

test("The members of all committees are as many as were asked for", () => {
  const nation = fc.record({
    seed,
    members: fc.nat({ max: 50_000 }),
    committees: fc.integer({ min: 1, max: 300 }),
  });
  fc.assert(
    fc.property(nation, (asked) => {
      const sizes = [...shapeOf(asked).sizes()];
      expect(sizes).toHaveLength(asked.committees);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(0);
      expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(asked.members);
    }),
    { numRuns: 20 },
  );
});

test("A nation of 5.6 million has committees of every size, and superiors and provinces like the real one", () => {
  const shape = shapeOf({ seed: 1, members: 5_600_000, committees: 50_000 });
  expect(shape).toMatchObject({ provinces: 40, superiors: 1_316 });
  const sizes = [...shapeOf({ seed: 1, members: 560_000, committees: 5_000 }).sizes()].sort((a, b) => a - b);
  expect(sizes.at(2_500)).toBeGreaterThan(50);
  expect(sizes.at(2_500)).toBeLessThan(90);
  expect(sizes.at(-1)).toBeGreaterThan(1_000);
});

test("Every member is in a cell of the committee, and no cell has fewer than three unless the committee has", () => {
  fc.assert(
    fc.property(seed, number, size, (from, which, members) => {
      const planned = planCommittee(from, which, members);
      expect(planned.members).toHaveLength(members);
      const inCells = planned.cells.map((_, cell) => planned.members.filter((member) => member.cell === cell).length);
      expect(inCells.reduce((sum, one) => sum + one, 0)).toBe(members);
      expect(Math.min(...inCells)).toBeGreaterThanOrEqual(Math.min(3, members));
      for (const { parent } of planned.cells) expect(parent ?? 0).toBeLessThan(Math.max(1, planned.departments.length));
    }),
    { numRuns: 20 },
  );
});

test("What is drawn of a member could be true, and names are in the normal form", () => {
  fc.assert(
    fc.property(seed, number, (from, which) => {
      for (const { cell: _, number: memberNumber, history, ...life } of planCommittee(from, which, 40).members) {
        expect(memberFaults({ ...life, memberNumber }, recordedOn)).toEqual([]);
        expect(life.fullName).toBe(life.fullName.normalize("NFC"));
        expect(life.fullName.split(" ")).toHaveLength(3);
        for (const { on } of history) expect(on < recordedOn && on > (life.joinedOn ?? life.admittedOn)).toBe(true);
      }
    }),
    { numRuns: 10 },
  );
});

test("A recount counts everybody who has not left once, by standing and by gender", () => {
  fc.assert(
    fc.property(seed, number, size, (from, which, members) => {
      const planned = planCommittee(from, which, members);
      const left = planned.members.filter(({ history }) => history.some(({ kind }) => kind === "departed")).length;
      const { total, official, mayVote, female, male } = recountCommittee(planned);
      expect(total).toBe(members - left);
      expect(female + male).toBe(total);
      expect(mayVote <= official && official <= total).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("The top of two branches counts both, and stands where it stood in each", () => {
  const tally = (counts: object) => [{ pk: "ORG#top", sk: "TALLY", place: 1, ...counts }];
  expect(joinedTop([tally({ n: 3, "2020:m": 5 }), tally({ n: 4, "2020:m": 1, "2021:m": 2 })])).toEqual(
    tally({ n: 7, "2020:m": 6, "2021:m": 2 }),
  );
});
