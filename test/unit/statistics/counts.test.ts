import { difference } from "../../../lib/statistics/counters.ts";
import { countsOn } from "../../../lib/statistics/reads.ts";
import { tallyWrites } from "../../../lib/statistics/tally.ts";

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
