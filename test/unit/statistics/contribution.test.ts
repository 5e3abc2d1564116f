import fc from "fast-check";
import { contributionOf } from "../../../lib/organisations/contribution.ts";
import { type ParentPeriod, parentOn, withParentPeriod } from "../../../lib/organisations/parent-periods.ts";
import type { Day } from "../../../lib/shared/days.ts";
import type { CounterDelta } from "../../../lib/statistics/counters.ts";
import { clipToSpan } from "../../../lib/statistics/counters.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyKeys, tallyWrites } from "../../../lib/statistics/tally.ts";
import type { Item } from "../../../lib/table/write.ts";
import { calendar } from "../members/naive.ts";

const parents = ["P1", "P2", "P3"];
const day = fc.constantFrom(...calendar);
const anyEffect: fc.Arbitrary<CounterDelta> = fc.oneof(
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
const standBelow = (parentId: string | undefined): ParentPeriod => (parentId === undefined ? {} : { parentId });
const anyStands = fc
  .tuple(parent, fc.array(fc.tuple(day, parent), { maxLength: 4 }))
  .map(([first, moves]) =>
    moves.reduce<ParentPeriod[]>(
      (stands, [from, to]) => withParentPeriod(stands, { ...standBelow(to), from }),
      [standBelow(first)],
    ),
  );

/** Tally items by sort key, as writes that only add leave them. */
type Items = Map<string, Record<string, number>>;
const adding = (items: Items, sk: string, counts: Readonly<Record<string, number>>) => {
  const item = items.get(sk) ?? {};
  for (const [name, count] of Object.entries(counts)) item[name] = (item[name] ?? 0) + count;
  items.set(sk, item);
};

const itemsOf = (effects: readonly CounterDelta[]): Items => {
  const items: Items = new Map();
  for (const write of tallyWrites(effects, () => [{ organisationId: "H", placementVersion: undefined }])) {
    const { n: _, ...counts } = write.kind === "add" ? write.counters : {};
    adding(items, write.key.sk, counts);
  }
  return items;
};

/** What the items of a home come to at each superior, item by item. */
const carried = (items: Items, stands: readonly ParentPeriod[]): ReadonlyMap<string, Items> => {
  const above = new Map(parents.map((id): [string, Items] => [id, new Map()]));
  const all = [...items].flatMap(([sk, counts]) => [...contributionOf(sk, counts, stands)]);
  for (const [parentId, added] of all)
    for (const [sk, counts] of added) adding(above.get(parentId) ?? new Map(), sk, counts);
  return above;
};

const readOn = (items: Items, on: Day) =>
  countsOn(
    tallyKeys("P", on).map(({ pk, sk }): Item => ({ pk, sk, ...items.get(sk) })),
    on,
  );

/** Years told by themselves: what is none now is left out, as an organisation that never had any does. */
const told = (counts: ReturnType<typeof readOn>) => ({
  members: counts.total("members"),
  cells: counts.total("cells"),
  years: counts.byYear(["meetingsHeld", "individualAwards"]),
});

const naive = (effects: readonly CounterDelta[], on: Day) => {
  const past = effects.filter((effect) => effect.day === undefined || effect.day <= on);
  const sum = (counter: string, year?: string) =>
    past
      .filter((effect) => effect.counter === counter && (year === undefined || effect.day?.slice(0, 4) === year))
      .reduce((total, { count }) => total + count, 0);
  const years = [...new Set(past.flatMap((effect) => effect.day?.slice(0, 4) ?? []))].sort();
  return {
    members: sum("members"),
    cells: sum("cells"),
    years: years
      .map((year) => ({ year: Number(year), counts: [sum("meetingsHeld", year), sum("individualAwards", year)] }))
      .filter(({ counts }) => counts.some((count) => count !== 0)),
  };
};

test("On every day a superior counts all of a home that hangs below it on that day, and nothing of one that does not", () => {
  fc.assert(
    fc.property(fc.array(anyEffect, { maxLength: 12 }), anyStands, (effects, stands) => {
      const above = carried(itemsOf(effects), stands);
      for (const on of [...calendar, "2019-12-15", "2020-06-30", "2022-01-01"])
        for (const id of parents)
          expect(told(readOn(above.get(id) ?? new Map(), on))).toEqual(
            naive(parentOn(stands, on) === id ? effects : [], on),
          );
    }),
    { numRuns: 500 },
  );
});

test("Carried on by one that moved itself, figures are those of the days on which both hung where they hung", () => {
  fc.assert(
    fc.property(fc.array(anyEffect, { maxLength: 8 }), anyStands, anyStands, (effects, low, high) => {
      const middle = carried(itemsOf(effects), low).get("P1") ?? new Map();
      const top = carried(middle, high).get("P2") ?? new Map();
      for (const on of [...calendar, "2020-06-30", "2022-01-01"]) {
        const below = parentOn(low, on) === "P1" && parentOn(high, on) === "P2";
        expect(told(readOn(top, on))).toEqual(naive(below ? effects : [], on));
      }
    }),
    { numRuns: 500 },
  );
});

test("A home that has never moved carries every item as it is, to the one superior it has", () => {
  const counts = { "0000:m": 2, "2023:h": 1 };
  expect(contributionOf("TALLY", counts, [{ parentId: "P1" }])).toEqual(
    new Map([["P1", new Map([["TALLY", counts]])]]),
  );
  expect(contributionOf("TALLY", counts, [{}])).toEqual(new Map());
});

test("What is told by year keeps it where it comes later, and what is counted of a day does not", () => {
  const held = { organisationId: "C", day: "2019-12-31", counter: "meetingsHeld", count: 1 } as const;
  expect(clipToSpan(held, { from: "2023-05-19", until: "2024-01-01" })).toEqual([
    { ...held, day: "2023-05-19", year: "2019" },
    { ...held, day: "2024-01-01", year: "2019", count: -1 },
  ]);
  expect(clipToSpan({ ...held, counter: "members" }, { from: "2023-05-19" })).toMatchObject([{ year: undefined }]);
  expect(clipToSpan(held, { until: "2019-12-31" })).toEqual([]);
});
