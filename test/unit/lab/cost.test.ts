import { readCommitted } from "../../../lab/bench/units/committed.ts";
import { habits } from "../../../lab/cost/assumptions.ts";
import { moneyFor, type PriceName, prices } from "../../../lab/cost/prices.ts";
import { costsOf, totalOf } from "../../../lab/cost/report.ts";
import { defaults, sizeOf } from "../../../lab/cost/size.ts";
import { fixedResourcesIn, measuredAs, usageOf } from "../../../lab/cost/usage.ts";
import { parseNumbers } from "../../../lab/support/options.ts";

const { calls } = readCommitted();
const fixed = { alarmMetrics: 24, keys: 1, secrets: 3 };
const nobody = { members: 0, meetings: 0, photos: 0, years: 5, clients: 0 };
const committee = { members: 69, meetings: 40, photos: 500, years: 5, clients: 5 };

test("A stage without calls pays for its fixed resources only", () => {
  const usage = usageOf(nobody, calls, fixed);
  const used = (Object.keys(usage) as PriceName[]).filter((name) => usage[name] > 0);
  expect(used.sort()).toEqual(["CloudWatch alarms", "KMS keys", "SQS requests", "Secrets Manager"]);
});

test("Units are those of the calls and of their follow-up", () => {
  const usage = usageOf({ ...nobody, clients: 1 }, calls, fixed);
  const ofClients = habits.filter(({ of }) => of === "client");
  const requests = ofClients.reduce((sum, { perYear }) => sum + perYear / 12, 0);
  expect(usage["HTTP API requests"]).toBeCloseTo(requests);
  const listed = calls.find(({ operation }) => operation === "listChanges")?.units.read ?? 0;
  const token = calls.find(({ operation }) => operation === "issueToken")?.units.read ?? 0;
  expect(usage["DynamoDB reads"]).toBeCloseTo((requests / 2) * (listed + token));
  const created = calls.find(({ operation, about }) => operation === "putMemberByExternalId" && about === "creates");
  expect(created?.followUp.write).toBeGreaterThan(0);
});

test("Twice the size costs twice as much, except for fixed resources", () => {
  const twice = { ...committee, members: 138, meetings: 80, photos: 1_000, clients: 10 };
  const [one, two] = [usageOf(committee, calls, fixed), usageOf(twice, calls, fixed)];
  for (const name of ["DynamoDB writes", "DynamoDB storage", "Lambda time", "S3 storage", "CloudWatch logs"] as const)
    expect(two[name] / one[name]).toBeCloseTo(2);
  expect(two["CloudWatch alarms"]).toBe(one["CloudWatch alarms"]);
});

test("Every price belongs to one service, and the costs of the services add up to the total", () => {
  const usage = usageOf(committee, calls, fixed);
  const costs = costsOf(usage);
  const named = costs.flatMap(({ lines }) => lines.map(({ name }) => name));
  expect(named.sort()).toEqual(Object.keys(prices).sort());
  const each = (Object.keys(prices) as PriceName[]).map((name) => ({ usd: moneyFor(name, usage[name]) }));
  expect(totalOf(costs)).toBeCloseTo(totalOf(each));
});

test("Fixed resources are counted in the templates, and every metric of an alarm", () => {
  const template = (...resources: object[]) => ({ Resources: Object.fromEntries(resources.entries()) });
  const Type = "AWS::CloudWatch::Alarm";
  const Metrics = [{ MetricStat: {} }, { MetricStat: {} }, { Expression: "SUM(METRICS())" }];
  const alarms = template({ Type, Properties: { MetricName: "Errors" } }, { Type, Properties: { Metrics } });
  expect(fixedResourcesIn([alarms, template({ Type: "AWS::KMS::Key" }, { Type: "AWS::SQS::Queue" })])).toEqual({
    alarmMetrics: 3,
    keys: 1,
    secrets: 0,
  });
});

test("Flags set the size, and the number of clients grows with the members unless it is set", () => {
  expect(sizeOf({ ...defaults, members: 50_000, meetings: 30_000, photos: 0 })).toMatchObject({
    members: 50_000,
    meetings: 30_000,
    photos: 0,
    clients: 500,
  });
  expect(sizeOf({ ...defaults, members: 50_000, clients: 7 }).clients).toBe(7);
});

test("Anything but a whole number is rejected", () => {
  for (const value of ["-1", "1.5", "many", "", "1e6", "9".repeat(13)])
    expect(() => parseNumbers({ members: value })).toThrow("--members takes a whole number");
  expect(parseNumbers({ members: "69", photos: "0" })).toEqual({ members: 69, photos: 0 });
});

test("Every habit of the assumed traffic has a measured call, and one without is rejected", () => {
  for (const habit of habits) expect(measuredAs(calls, habit).operation).toBe(habit.operation);
  const unknown = { operation: "getMember", like: "unknown" } as const;
  expect(() => measuredAs(calls, unknown)).toThrow("was not measured");
});
