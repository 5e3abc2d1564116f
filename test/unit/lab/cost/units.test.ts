import { cases } from "../../../../lab/bench/units/cases.ts";
import { least } from "../../../../lab/bench/units/least/all.ts";
import { bar, ratioOf } from "../../../../lab/bench/units/section.ts";
import { measuredAs } from "../../../../lab/cost/model.ts";
import { habits } from "../../../../lab/cost/traffic.ts";
import { readUnits } from "../../../../lab/cost/units.ts";
import { routeList } from "../../../../lib/contract/routes.ts";

/** Operations that are not measured, each for why. */
const unmeasured: Readonly<Record<string, string>> = {
  getHealth: "answers without the table",
  getOpenApi: "answers without the table",
  getDocs: "answers without the table",
  getServerMetadata: "answers without the table",
  getOpenIdConfiguration: "answers without the table",
  getKeys: "answers without the table",
  getEventsIcon: "answers without the table",
  getEventPhoto: "needs a photo whose bytes have been checked",
};

const { calls } = readUnits();
const lengths = (lists: Readonly<Record<string, readonly unknown[]>>) =>
  Object.fromEntries(Object.entries(lists).map(([operation, list]) => [operation, list.length]));

test("every operation of the contract is measured, or says why not", () => {
  const measured = new Set(calls.map(({ operation }) => operation));
  const missing = routeList.map(({ operation }) => operation).filter((operation) => !measured.has(operation));
  expect(missing.sort()).toEqual(Object.keys(unmeasured).sort());
});

test("what is kept is what is measured now, and each call says what it needs", () => {
  const kept = Object.groupBy(calls, ({ operation }) => operation) as Record<string, unknown[]>;
  expect(lengths(kept)).toEqual(lengths(cases));
  expect(lengths(least)).toEqual(lengths(cases));
});

test.each(calls.map((call) => [`${call.operation} ${call.about}`, call] as const))(
  "%s costs at most 1.2 times the least for what it guarantees",
  (_, { units, least: needed }) => {
    expect(ratioOf({ units, least: needed })).toBeGreaterThanOrEqual(1);
    expect(ratioOf({ units, least: needed })).toBeLessThanOrEqual(bar);
  },
);

test("traffic is made of calls that were measured", () => {
  for (const habit of habits) expect(measuredAs(calls, habit).operation).toBe(habit.operation);
  expect(() =>
    measuredAs(calls, { operation: "getMember", like: "by moonlight", perYear: 1, of: "member", because: "" }),
  ).toThrow("was not measured");
});
