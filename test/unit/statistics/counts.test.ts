import { dayOfAward, difference } from "../../../lib/statistics/counters.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyKeys, tallyWrites } from "../../../lib/statistics/tally.ts";

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

test("Counts of a day add up the years before, the months before in its year and the days up to it", () => {
  const items = [
    { ...key, "0000:m": 1, "2022:m": 2, "2023:m": 1000, "2024:m": 1000, n: 9, refs: 4, place: 3 },
    { ...key, "11:m": 4, "12:m": 1000 },
    { ...key, "25:m": 8, "26:m": 16, "27:m": 1000 },
  ];
  expect(countsOn(items, "2023-12-26").total("members")).toBe(31);
  expect(tallyKeys("TENANT", "2023-12-26").map(({ sk }) => sk)).toEqual(["TALLY", "TALLY#2023", "TALLY#2023-12"]);
});

test("Meetings are reported by year up to the day and awards up to its year, without empty years", () => {
  const items = [
    { ...key, "2020:h": 2, "2021:ai": 1, "2022:h": 0, "2023:h": 7, "2024:ai": 5 },
    { ...key, "01:ai": 3, "01:h": 1 },
    { ...key, "01:h": 1, "02:h": 5 },
  ];
  const counts = countsOn(items, "2023-02-01");
  expect(counts.byYear(["meetingsHeld"])).toEqual([
    { year: 2020, counts: [2] },
    { year: 2023, counts: [2] },
  ]);
  expect(counts.byYear(["collectiveAwards", "individualAwards"])).toEqual([
    { year: 2021, counts: [0, 1] },
    { year: 2023, counts: [0, 3] },
  ]);
  expect(dayOfAward(2023)).toBe("2023-01-01");
});

test("An organisation without tallies has no counts, and a corrupt tally throws", () => {
  expect(countsOn([undefined, undefined, undefined], "2023-02-01").total("members")).toBe(0);
  expect(() => countsOn([{ ...key, "2020:x": 1 }], "2023-02-01")).toThrow("Corrupt tally");
  expect(() => countsOn([{ ...key, "2020:m": "1" }], "2023-02-01")).toThrow("Corrupt tally");
});
