import { usageOf } from "../../../../lab/cost/model.ts";
import { moneyFor, type PriceName, prices } from "../../../../lab/cost/prices.ts";
import { costsOf, textOf, totalOf } from "../../../../lab/cost/report.ts";
import { standingIn } from "../../../../lab/cost/stage.ts";
import { habits } from "../../../../lab/cost/traffic.ts";
import { readUnits } from "../../../../lab/cost/units.ts";

const { calls } = readUnits();
const standing = { alarms: 53, dashboards: 1, keys: 1, secrets: 2 };
const nobody = { members: 0, meetings: 0, photos: 0, years: 5, clients: 0 };
const committee = { members: 69, meetings: 40, photos: 500, years: 5, clients: 5 };

test("where nobody calls, only what stands there costs", () => {
  const usage = usageOf(nobody, calls, standing);
  const used = (Object.keys(usage) as PriceName[]).filter((name) => usage[name] > 0);
  expect(used.sort()).toEqual([
    "CloudWatch alarms",
    "CloudWatch dashboards",
    "KMS keys",
    "SQS requests",
    "Secrets Manager",
  ]);
});

test("units are those of the calls and of what follows from them", () => {
  const usage = usageOf({ ...nobody, clients: 1 }, calls, standing);
  const ofClients = habits.filter(({ of }) => of === "client");
  const requests = ofClients.reduce((sum, { perYear }) => sum + perYear / 12, 0);
  expect(usage["HTTP API requests"]).toBeCloseTo(requests);
  const listed = calls.find(({ operation }) => operation === "listChanges")?.units.read ?? 0;
  const token = calls.find(({ operation }) => operation === "issueToken")?.units.read ?? 0;
  expect(usage["DynamoDB reads"]).toBeCloseTo((requests / 2) * (listed + token));
  const made = { operation: "putMemberByExternalId", about: "makes" };
  const [call] = calls.filter(({ operation, about }) => operation === made.operation && about === made.about);
  expect(call?.follows.write).toBeGreaterThan(0);
});

test("twice as much of everything costs twice as much, but for what stands there", () => {
  const twice = { ...committee, members: 138, meetings: 80, photos: 1_000, clients: 10 };
  const [one, two] = [usageOf(committee, calls, standing), usageOf(twice, calls, standing)];
  for (const name of ["DynamoDB writes", "DynamoDB storage", "Lambda time", "S3 storage", "CloudWatch logs"] as const)
    expect(two[name] / one[name]).toBeCloseTo(2);
  expect(two["CloudWatch alarms"]).toBe(one["CloudWatch alarms"]);
});

test("every price belongs to one service, and the services sum up to the whole", () => {
  const usage = usageOf(committee, calls, standing);
  const costs = costsOf(usage);
  const named = costs.flatMap(({ lines }) => lines.map(({ name }) => name));
  expect(named.sort()).toEqual(Object.keys(prices).sort());
  const each = (Object.keys(prices) as PriceName[]).map((name) => ({ usd: moneyFor(name, usage[name]) }));
  expect(totalOf(costs)).toBeCloseTo(totalOf(each));
});

test("the report says the size, the day of the prices and how many of them were not looked up", () => {
  const text = textOf(committee, usageOf(committee, calls, standing), "2026-11-25");
  expect(text).toMatch(/^A month at 69 members, 40 meetings and 500 photos a year/);
  expect(text).toMatch(/of \d+ prices could not be looked up/);
  expect(text).toMatch(/\nIn all {10,}\d+\.\d\d\n/);
});

test("what stands is counted in the templates", () => {
  const template = (...types: string[]) => ({
    Resources: Object.fromEntries(types.map((Type, i) => [`R${i}`, { Type }])),
  });
  const alarm = "AWS::CloudWatch::Alarm";
  expect(standingIn([template(alarm, alarm, "AWS::SQS::Queue"), template("AWS::KMS::Key")])).toEqual({
    alarms: 2,
    dashboards: 0,
    keys: 1,
    secrets: 0,
  });
});

test("prices have a page and a unit, and none is free", () => {
  for (const { usd, per, unit, source } of Object.values(prices)) {
    expect(usd / per).toBeGreaterThan(0);
    expect(unit).not.toBe("");
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/pricing\//);
  }
});
