import { type AccountUse, edgeQuotas, exceededQuotas } from "../../../infra/deploy/quotas.ts";
import { settingsFor } from "../../../infra/settings.ts";
import { noStages } from "../support/stage-files.ts";
import { region } from "./fixtures.ts";

const production = settingsFor({ stage: "production", stagesFile: noStages });
const dev = settingsFor({ stage: "dev", stagesFile: noStages });

const unused: AccountUse = {
  region,
  concurrency: { quota: 1_000, unreserved: 1_000, own: 0 },
  edge: { "cache policies": [], "origin request policies": [], "response headers policies": [], functions: [] },
  logPolicies: [],
};
const others = (count: number) => Array.from({ length: count }, (_, i) => `other-${i}`);

test("An unused account suits every stage", () => {
  for (const settings of [production, dev]) expect(exceededQuotas(settings, unused)).toEqual([]);
});

describe("concurrency", () => {
  const faults = (quota: number, unreserved: number, own = 0) =>
    exceededQuotas(production, { ...unused, concurrency: { quota, unreserved, own } });

  test("A hundred invocations must stay unreserved", () => {
    expect(faults(150, 150)).toEqual([]);
    expect(faults(149, 149)).toEqual([expect.stringContaining("Request a quota of 150 ")]);
    expect(faults(10, 10)).toEqual([expect.stringContaining("Request a quota of 150 ")]);
    expect(faults(1_000, 120)).toEqual([expect.stringContaining("Request a quota of 1030 ")]);
  });

  test("What the stage has reserved already is available to it", () => {
    expect(faults(150, 100, 50)).toEqual([]);
  });

  test("A stage without reservations needs none", () => {
    expect(exceededQuotas(dev, { ...unused, concurrency: { quota: 10, unreserved: 10, own: 0 } })).toEqual([]);
  });
});

describe("CloudFront", () => {
  const faults = (kind: keyof AccountUse["edge"], names: string[]) =>
    exceededQuotas(dev, { ...unused, edge: { ...unused.edge, [kind]: names } });

  test.each(Object.entries(edgeQuotas))(
    "%s that the stage needs must fit into the quota",
    (name, { needed, quota }) => {
      const kind = name as keyof AccountUse["edge"];
      expect(faults(kind, others(quota - needed))).toEqual([]);
      expect(faults(kind, others(quota - needed + 1))).toEqual([expect.stringContaining(`${quota} ${kind}`)]);
    },
  );

  test("Those of the stage exist already; those of the same stage in another region do not help", () => {
    const own = [`dangbo-dev-list-${region}`, `dangbo-dev-page-${region}`];
    expect(faults("cache policies", [...others(18), ...own])).toEqual([]);
    expect(faults("cache policies", [...others(18), "dangbo-dev-list-eu-central-1"])).toHaveLength(1);
  });
});

describe("the resource policies of logs", () => {
  const faults = (logPolicies: AccountUse["logPolicies"]) => exceededQuotas(dev, { ...unused, logPolicies });
  const delivery = (document: string) => [{ name: "AWSLogDeliveryWrite20150319", document }];

  test("The policy of log deliveries needs room for a log group", () => {
    expect(faults(delivery("x".repeat(4_800)))).toEqual([]);
    expect(faults(delivery("x".repeat(4_900)))).toEqual([expect.stringContaining("has no room")]);
  });

  test("A full one is enough where it covers the log groups of deliveries", () => {
    expect(faults(delivery("/aws/vendedlogs/*".padEnd(5_120)))).toEqual([]);
  });

  test("Without one, a region with ten policies takes no other", () => {
    const policies = (count: number) => others(count).map((name) => ({ name, document: "{}" }));
    expect(faults(policies(9))).toEqual([]);
    expect(faults(policies(10))).toEqual([expect.stringContaining("10 resource policies")]);
  });
});
