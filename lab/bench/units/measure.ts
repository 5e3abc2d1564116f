import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { type OperationName, routes } from "../../../lib/contract/routes.ts";
import type { Item } from "../../../lib/table/write.ts";
import { table } from "../../../lib/vocabulary/table.ts";
import { type Attributes, bytesIn } from "../../../test/support/memory-engine/values.ts";
import { credentials, region } from "../../../test/support/table.ts";
import { numeric, type Section, sum, units } from "../../support/report.ts";
import type { BenchEnvironment } from "../environment.ts";
import type { Bench } from "../run.ts";
import { type Case, requestOf } from "./case.ts";
import { allCases } from "./cases.ts";
import type { OperationCost } from "./committed.ts";
import { roundTripsOf, totalUnits, type Units } from "./recorder.ts";

/** Usual round trips of a read, and of a write: one read, one commit. */
const usualOfRead = 1;
const usualOfWrite = 2;

/** DynamoDB's storage charge per item, in bytes. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const bytesPerItem = 100;

/** Measures every call and its follow-up, one after the other. */
export const measureCosts = async (bench: Bench): Promise<OperationCost[]> => {
  const costs: OperationCost[] = [];
  for (const { operation, measured } of allCases()) costs.push(await measureCase(bench, operation, measured));
  return costs;
};

const measureCase = async (bench: Bench, operation: OperationName, measured: Case): Promise<OperationCost> => {
  const { environment, recorder, direct, followUp } = bench;
  const event = direct.event(operation, await requestOf(operation, measured, bench));
  // The follow-up of the preparation does not count.
  await followUp.run();
  const before = await readTable(environment);
  const calls = await recorder.record(() => direct.send(operation, event));
  const followed = (await followUp.run()).flat();
  const after = await readTable(environment);
  return {
    operation,
    about: measured.about ?? "",
    roundTrips: roundTripsOf(calls),
    units: totalUnits(calls),
    followUp: { ...totalUnits(followed), changes: after.changes - before.changes },
    storedBytes: after.bytes - before.bytes,
  };
};

/** Scans the table: its changes, and the bytes of items that do not expire, once more for each index entry. */
const readTable = async ({ endpoint, variables }: BenchEnvironment) => {
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const items: Item[] = [];
  const scan = { TableName: variables.contract.TABLE_NAME, ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: DynamoDBDocumentClient.from(client) }, scan))
    items.push(...(Items as Item[]));
  client.destroy();
  const entries = (item: Item) =>
    Object.values(table.indexes).filter(({ partitionKey }) => item[partitionKey] !== undefined).length;
  const lasting = items.filter((item) => item[table.expiryAttribute] === undefined);
  return {
    changes: items.filter(({ pk }) => pk.startsWith("CHANGE#")).length,
    bytes: sum(lasting.map((item) => (bytesIn(item as Attributes) + bytesPerItem) * (1 + entries(item)))),
  };
};

/** Explains or marks round trips beyond the usual. */
const markOf = (operation: OperationName, { allows }: Case, roundTrips: number): string => {
  const usual = routes[operation].method === "GET" ? usualOfRead : usualOfWrite;
  if (roundTrips <= usual) return "";
  return allows && roundTrips <= allows.roundTrips ? allows.because : `▲ over ${allows?.roundTrips ?? usual}`;
};

const pair = ({ read, write }: Units) => (write === 0 ? units(read) : `${units(read)} + ${units(write)}`);

export const costSection = (costs: readonly OperationCost[]): Section => ({
  title: "Round trips and capacity of each operation",
  notes: [
    "Requested by a client of the demo's committee (69 members, 7 cells, one conference); POSTs with an Idempotency-Key.",
    "Calls made together are one round trip. Units as AWS counts them, from dynoxide's figures by table and index; the index",
    "writes of a transaction count twice. Clients of an organisation within a committee, and of a superior for records below",
    "it, pay one read unit more for the committee's tree. The follow-up is done by the stream processor for the four feeds",
    "and two superiors above this committee, for each call alone; changes processed together share the ends of the feeds.",
  ],
  columns: [
    { title: "operation" },
    { title: "call" },
    ...["round trips", "read units", "write units", "follow-up"].map(numeric),
    { title: "note" },
  ],
  rows: allCases().flatMap(({ operation, measured }) => {
    const about = measured.about ?? "";
    const cost = costs.find((one) => one.operation === operation && one.about === about);
    if (!cost) return [];
    const { roundTrips, units: own, followUp } = cost;
    const note = markOf(operation, measured, roundTrips);
    return [[operation, about, String(roundTrips), units(own.read), units(own.write), pair(followUp), note]];
  }),
});
