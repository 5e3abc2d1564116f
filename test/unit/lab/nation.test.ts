import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { joinTop } from "../../../lab/scale/bulk/load.ts";
import {
  clientOf,
  contextsOn,
  recordCommittee,
  recordedOn,
  recordSuperior,
} from "../../../lab/scale/bulk/record-committee.ts";
import { recordNation } from "../../../lab/scale/bulk/record-nation.ts";
import { planCommittee, recountCommittee } from "../../../lab/scale/nation/committee.ts";
import { shapeOf } from "../../../lab/scale/nation/shape.ts";
import { memberErrors } from "../../../lib/members/rules.ts";
import { createTable } from "../../../lib/table/table.ts";
import type { Item } from "../../../lib/table/write.ts";
import { MemoryEngine } from "../../support/memory-engine/engine.ts";
import { recordOf } from "../../support/memory-engine/stream.ts";

const seed = fc.integer({ min: 1, max: 1_000_000 });
const number = fc.nat({ max: 50_000 });
const size = fc.integer({ min: 0, max: 900 });

test("A committee depends on its seed and number only", () => {
  fc.assert(
    fc.property(seed, number, size, (from, which, members) => {
      const first = planCommittee(from, which, members);
      planCommittee(from, which + 1, 20);
      expect(planCommittee(from, which, members)).toEqual(first);
    }),
    { numRuns: 5 },
  );
});

test("The sizes of all committees add up to the members of the nation", () => {
  const nation = fc.record({
    seed,
    members: fc.nat({ max: 50_000 }),
    committees: fc.integer({ min: 1, max: 300 }),
  });
  fc.assert(
    fc.property(nation, (size) => {
      const sizes = [...shapeOf(size).sizes()];
      expect(sizes).toHaveLength(size.committees);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(0);
      expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(size.members);
    }),
    { numRuns: 20 },
  );
});

test("Every member is in a cell of the committee, and a cell has at least three members unless the committee has fewer", () => {
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

test("Every drawn member passes the rules of members, with a name in NFC", () => {
  fc.assert(
    fc.property(seed, number, (from, which) => {
      for (const { cell: _, number: memberNumber, history, ...life } of planCommittee(from, which, 40).members) {
        expect(memberErrors({ ...life, memberNumber }, recordedOn)).toEqual([]);
        expect(life.fullName).toBe(life.fullName.normalize("NFC"));
        expect(life.fullName.split(" ")).toHaveLength(3);
        for (const { on } of history) expect(on < recordedOn && on > (life.joinedOn ?? life.admittedOn)).toBe(true);
      }
    }),
    { numRuns: 10 },
  );
});

test("A recount counts every member who has not left once, by standing and by gender", () => {
  fc.assert(
    fc.property(seed, number, size, (from, which, members) => {
      const planned = planCommittee(from, which, members);
      const left = planned.members.filter(({ history }) => history.some(({ kind }) => kind === "departed")).length;
      const { total, official, mayVote, female, male } = recountCommittee(planned).members;
      expect(total).toBe(members - left);
      expect(female + male).toBe(total);
      expect(mayVote <= official && official <= total).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("Joining the top of two branches adds their counters and keeps its placement version", () => {
  const tally = (counts: object) => [{ pk: "ORG#top", sk: "TALLY", place: 1, ...counts }];
  expect(joinTop([tally({ n: 3, "2020:m": 5 }), tally({ n: 4, "2020:m": 1, "2021:m": 2 })])).toEqual(
    tally({ n: 7, "2020:m": 6, "2021:m": 2 }),
  );
});

const small = { seed: 7, members: 90, committees: 3 };

/** A nation in one table, recorded by requests with the stream processor behind its stream. */
const byRequests = async (): Promise<Item[]> => {
  const engine = new MemoryEngine();
  const top = await recordSuperior(contextsOn(engine, small.seed, 0)(), "Đảng bộ Trung ương", undefined);
  const province = await recordSuperior(contextsOn(engine, small.seed, 1)(), "Đảng bộ tỉnh 1", top);
  const superior = await recordSuperior(contextsOn(engine, small.seed, 2)(), "Đảng bộ cấp trên cơ sở 1", province);
  for (const [number, members] of [...shapeOf(small).sizes()].entries())
    await recordCommittee(
      contextsOn(engine, small.seed, 3 + number),
      planCommittee(small.seed, number, members),
      superior,
    );
  const table = createTable(clientOf(engine), "memory", randomUUID);
  const follow = createStreamHandler([createRollUp(() => ({ table }))]);
  for (let from = 0; from < engine.changes.length; ) {
    const records = engine.changes.slice(from).map(recordOf);
    from = engine.changes.length;
    expect(await follow({ Records: records })).toEqual({ batchItemFailures: [] });
  }
  return [...engine.items()] as Item[];
};

const comparable = (items: readonly Item[]) =>
  new Map(
    items
      .map(({ writtenBy: _, ...item }) => [`${item.pk} ${item.sk}`, item] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

test("The bulk path leaves the same items as requests and the stream processor", async () => {
  const parts: Item[] = [];
  for await (const { items } of recordNation(small)) parts.push(...items);
  expect(comparable(parts)).toEqual(comparable(await byRequests()));
});
