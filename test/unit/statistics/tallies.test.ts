import fc from "fast-check";
import { contributionOf } from "../../../lib/organisations/contribution.ts";
import { type ParentPeriod, parentOn, withParentPeriod } from "../../../lib/organisations/parent-periods.ts";
import type { Day } from "../../../lib/shared/days.ts";
import { type CounterDelta, clipToSpan, difference } from "../../../lib/statistics/counters.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyKeys, tallyWrites } from "../../../lib/statistics/tally.ts";
import type { Item } from "../../../lib/table/write.ts";
import { calendar } from "../members/naive.ts";

const parents = ["P1", "P2", "P3"];
const day = fc.constantFrom(...calendar);
const anyDelta: fc.Arbitrary<CounterDelta> = fc.oneof(
  fc.record({
    organisationId: fc.constant("H"),
    day: fc.option(day, { nil: undefined }),
    counter: fc.constantFrom("members" as const, "cells" as const),
    count: fc.constantFrom(1, 1, -1),
  }),
  fc.record({
    organisationId: fc.constant("H"),
    day,
    counter: fc.constantFrom("meetingsHeld" as const, "individualAwards" as const),
    count: fc.constantFrom(1, 2),
  }),
);
const parent = fc.option(fc.constantFrom(...parents), { nil: undefined });
const periodBelow = (parentId: string | undefined): ParentPeriod => (parentId === undefined ? {} : { parentId });
const anyPeriods = fc
  .tuple(parent, fc.array(fc.tuple(day, parent), { maxLength: 4 }))
  .map(([first, moves]) =>
    moves.reduce<ParentPeriod[]>(
      (periods, [from, to]) => withParentPeriod(periods, { ...periodBelow(to), from }),
      [periodBelow(first)],
    ),
  );

/** Tally items by sort key, as writes that only add leave them. */
type Items = Map<string, Record<string, number>>;
const adding = (items: Items, sk: string, counts: Readonly<Record<string, number>>) => {
  const item = items.get(sk) ?? {};
  for (const [name, count] of Object.entries(counts)) item[name] = (item[name] ?? 0) + count;
  items.set(sk, item);
};

const itemsOf = (deltas: readonly CounterDelta[]): Items => {
  const items: Items = new Map();
  for (const write of tallyWrites(deltas, () => [{ organisationId: "H", placementVersion: undefined }])) {
    const { n: _, ...counts } = write.kind === "add" ? write.counters : {};
    adding(items, write.key.sk, counts);
  }
  return items;
};

/** The tally items of each superior after a roll-up, item by item. */
const rolledUp = (items: Items, periods: readonly ParentPeriod[]): ReadonlyMap<string, Items> => {
  const above = new Map(parents.map((id): [string, Items] => [id, new Map()]));
  const all = [...items].flatMap(([sk, counts]) => [...contributionOf(sk, counts, periods)]);
  for (const [parentId, added] of all)
    for (const [sk, counts] of added) adding(above.get(parentId) ?? new Map(), sk, counts);
  return above;
};

const readOn = (items: Items, on: Day) =>
  countsOn(
    tallyKeys("P", on).map(({ pk, sk }): Item => ({ pk, sk, ...items.get(sk) })),
    on,
  );

/** Counts without years that have none. */
const summaryOf = (counts: ReturnType<typeof readOn>) => ({
  members: counts.total("members"),
  cells: counts.total("cells"),
  years: counts.byYear(["meetingsHeld", "individualAwards"]),
});

const naive = (deltas: readonly CounterDelta[], on: Day) => {
  const past = deltas.filter((delta) => delta.day === undefined || delta.day <= on);
  const sum = (counter: string, year?: string) =>
    past
      .filter((delta) => delta.counter === counter && (year === undefined || delta.day?.slice(0, 4) === year))
      .reduce((total, { count }) => total + count, 0);
  const years = [...new Set(past.flatMap((delta) => delta.day?.slice(0, 4) ?? []))].sort();
  return {
    members: sum("members"),
    cells: sum("cells"),
    years: years
      .map((year) => ({ year: Number(year), counts: [sum("meetingsHeld", year), sum("individualAwards", year)] }))
      .filter(({ counts }) => counts.some((count) => count !== 0)),
  };
};

test("On every day a superior counts a tenant that is below it on that day, and no other", () => {
  fc.assert(
    fc.property(fc.array(anyDelta, { maxLength: 12 }), anyPeriods, (deltas, periods) => {
      const above = rolledUp(itemsOf(deltas), periods);
      for (const on of [...calendar, "2019-12-15", "2020-06-30", "2022-01-01"])
        for (const id of parents)
          expect(summaryOf(readOn(above.get(id) ?? new Map(), on))).toEqual(
            naive(parentOn(periods, on) === id ? deltas : [], on),
          );
    }),
    { numRuns: 500 },
  );
});

test("Rolled up through a superior that moved as well, counts are those of the days on which both were below", () => {
  fc.assert(
    fc.property(fc.array(anyDelta, { maxLength: 8 }), anyPeriods, anyPeriods, (deltas, low, high) => {
      const middle = rolledUp(itemsOf(deltas), low).get("P1") ?? new Map();
      const top = rolledUp(middle, high).get("P2") ?? new Map();
      for (const on of [...calendar, "2020-06-30", "2022-01-01"]) {
        const below = parentOn(low, on) === "P1" && parentOn(high, on) === "P2";
        expect(summaryOf(readOn(top, on))).toEqual(naive(below ? deltas : [], on));
      }
    }),
    { numRuns: 500 },
  );
});

test("Every tally item of a tenant that never moved is added unchanged to its only superior", () => {
  const counts = { "0000:m": 2, "2023:h": 1 };
  expect(contributionOf("TALLY", counts, [{ parentId: "P1" }])).toEqual(
    new Map([["P1", new Map([["TALLY", counts]])]]),
  );
  expect(contributionOf("TALLY", counts, [{}])).toEqual(new Map());
});

test("A clipped delta keeps its year if its counter is reported by year", () => {
  const meeting = { organisationId: "C", day: "2019-12-31", counter: "meetingsHeld", count: 1 } as const;
  expect(clipToSpan(meeting, { from: "2023-05-19", until: "2024-01-01" })).toEqual([
    { ...meeting, day: "2023-05-19", year: "2019" },
    { ...meeting, day: "2024-01-01", year: "2019", count: -1 },
  ]);
  expect(clipToSpan({ ...meeting, counter: "members" }, { from: "2023-05-19" })).toMatchObject([{ year: undefined }]);
  expect(clipToSpan(meeting, { until: "2019-12-31" })).toEqual([]);
});

const tenantId = [{ organisationId: "TENANT", placementVersion: 3 }];
const key = { pk: "ORG#TENANT", sk: "TALLY" };

test("The difference of two sets of deltas has no delta that is in both", () => {
  const one = { organisationId: "A", day: "2023-01-01", counter: "members", count: 1 } as const;
  expect(difference([one], [one])).toEqual([]);
  expect(difference([one], [{ ...one, day: "2023-01-02" }])).toEqual([
    { ...one, day: "2023-01-02" },
    { ...one, count: -1 },
  ]);
});

test("A delta is added to its year, month and day, on condition of the placement version", () => {
  const delta = { organisationId: "TENANT", day: "2023-12-26", counter: "meetingsHeld", count: 1 } as const;
  const writes = tallyWrites([delta], () => tenantId);
  expect(writes.map((write) => [write.key.sk, write.kind === "add" && write.counters])).toEqual([
    ["TALLY", { "2023:h": 1, n: 1 }],
    ["TALLY#2023", { "12:h": 1, n: 1 }],
    ["TALLY#2023-12", { "26:h": 1, n: 1 }],
  ]);
  expect(writes.map((write) => write.kind === "add" && write.expect)).toEqual([{ place: 3 }, {}, {}]);
});

test("A delta without a day is added to the yearly item, and deltas that cancel out are not written", () => {
  const always = { organisationId: "TENANT", day: undefined, counter: "cells", count: 1 } as const;
  expect(tallyWrites([always], () => tenantId).map((write) => write.key)).toEqual([key]);
  expect(tallyWrites([always, { ...always, count: -1 }], () => tenantId)).toEqual([]);
});

test("An organisation without tallies has no counts, and a corrupt tally throws", () => {
  expect(countsOn([undefined, undefined, undefined], "2023-02-01").total("members")).toBe(0);
  expect(() => countsOn([{ ...key, "2020:x": 1 }], "2023-02-01")).toThrow("Corrupt tally");
  expect(() => countsOn([{ ...key, "2020:m": "1" }], "2023-02-01")).toThrow("Corrupt tally");
});
