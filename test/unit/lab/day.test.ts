import { createMeter } from "../../../lab/scale/day/meter.ts";
import { recordDayNation } from "../../../lab/scale/day/nation.ts";
import { nationCommittees } from "../../../lab/scale/day/plan.ts";
import { replayPeak } from "../../../lab/scale/day/replay.ts";
import { heatOf, heatSection, shareOf } from "../../../lab/scale/day/report.ts";
import { BatchGetCommand, PutCommand, QueryCommand, TransactWriteCommand } from "../../../lib/table/commands.ts";
import { MemoryEngine } from "../../support/memory-engine/engine.ts";

test("No key exceeds the limit of a partition in the busiest second of the year", async () => {
  const nation = await recordDayNation(1, nationCommittees, 6);
  const replayed = await replayPeak(nation, { seconds: 1, seed: 1 });
  const heat = heatOf(nation, replayed);
  const named = (name: string) => heat.find((one) => one.name === name);
  // Every change of the nation goes to the feed of the root, which has shards.
  expect(named("FEED#ROOT#shard")?.write).toBeGreaterThan(0);
  expect(named("ORG#…")?.read).toBeGreaterThan(0);
  expect(heat.filter((one) => shareOf(one) > 1)).toEqual([]);
  const names = heatSection(nation, replayed).rows.map(([key]) => key);
  expect(names.length).toBeGreaterThan(10);
  expect(names.some((key) => key?.startsWith("`byTenant "))).toBe(true);
});

const TableName = "memory";
const listed = { inTenant: "tenant", sort: "a" };
const text = (bytes: number) => "x".repeat(bytes);

const metered = () => {
  const meter = createMeter(new MemoryEngine());
  const loads = () =>
    Object.fromEntries([...meter.keys].map(([key, seconds]) => [key, Object.fromEntries(seconds)] as const));
  return { meter, loads };
};

test("The meter counts a write at its own key and at its key in every index, a unit for each kilobyte", async () => {
  const { meter, loads } = metered();
  await meter.client.send(new PutCommand({ TableName, Item: { pk: "a", sk: "1", ...listed, text: text(1_500) } }));
  expect(loads()).toEqual({ a: { 0: { read: 0, write: 2 } }, "byTenant tenant": { 0: { read: 0, write: 2 } } });
});

test("The meter counts a transaction twice, in indexes and for condition checks too", async () => {
  const { meter, loads } = metered();
  const look = { TableName, Key: { pk: "b", sk: "1" }, ConditionExpression: "attribute_not_exists(pk)" };
  const Put = { TableName, Item: { pk: "a", sk: "1", ...listed } };
  await meter.client.send(new TransactWriteCommand({ TransactItems: [{ Put }, { ConditionCheck: look }] }));
  expect(loads()).toEqual({
    a: { 0: { read: 0, write: 2 } },
    b: { 0: { read: 0, write: 2 } },
    "byTenant tenant": { 0: { read: 0, write: 2 } },
  });
  expect(meter.items.get("a 1")?.get(0)).toBe(1);
});

test("The meter counts an item that moves within an index at both keys", async () => {
  const { meter, loads } = metered();
  await meter.client.send(new PutCommand({ TableName, Item: { pk: "a", sk: "1", ...listed } }));
  meter.at(1);
  await meter.client.send(new PutCommand({ TableName, Item: { pk: "a", sk: "1", ...listed, inTenant: "other" } }));
  expect(loads()).toMatchObject({ "byTenant tenant": { 1: { write: 1 } }, "byTenant other": { 1: { write: 1 } } });
});

test("The meter counts a unit for each 4 KB of a read, one for an absent item, and half of it for a query of an index", async () => {
  const { meter, loads } = metered();
  await meter.client.send(new PutCommand({ TableName, Item: { pk: "a", sk: "1", ...listed, text: text(5_000) } }));
  meter.at(1);
  const Keys = ["a", "none"].map((pk) => ({ pk, sk: "1" }));
  await meter.client.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));
  await meter.client.send(
    new QueryCommand({
      TableName,
      IndexName: "byTenant",
      KeyConditionExpression: "#partition = :partition",
      ExpressionAttributeNames: { "#partition": "inTenant" },
      ExpressionAttributeValues: { ":partition": "tenant" },
    }),
  );
  expect(loads()).toMatchObject({
    a: { 1: { read: 2 } },
    none: { 1: { read: 1 } },
    "byTenant tenant": { 1: { read: 1 } },
  });
});
