import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { findDynoxide, startDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import type { TableEngine } from "../../../infra/local/engines/engine.ts";
import { startScrubbing } from "../../../infra/local/engines/start-engine.ts";
import { ensureTable } from "../../../infra/local/tables/create-table.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { pidsNaming } from "../../support/process.ts";
import { credentials, region, tableProperties } from "../../support/table.ts";
import { until } from "../../support/until.ts";
import { runUntilKilled } from "./fixtures.ts";

// Only dynoxide has a file to scrub.
const program = findDynoxide() ?? "";
const onDynoxide = program === "" ? test.skip : test;
const folder = useTemporaryFolder();
const running = new Set<TableEngine>();
afterAll(() => Promise.all([...running].map((engine) => engine.stop())));

const TableName = "scrubbed";
const canary = "Canary Nguyễn Văn Kín";
const text = (S: string) => ({ S });

const found = (own: string) =>
  readdirSync(own).filter((name) => readFileSync(join(own, name)).includes(Buffer.from(canary)));

const open = async (own: string) => {
  mkdirSync(own, { recursive: true });
  const engine = await startDynoxide(program, join(own, "table.db"));
  running.add(engine);
  const options = { endpoint: engine.endpoint, region, credentials };
  const client = new DynamoDBClient(options);
  const streams = new DynamoDBStreamsClient(options);
  const { LatestStreamArn: StreamArn } = await ensureTable(client, TableName, tableProperties);
  return {
    engine,
    put: (pk: string, name: string) =>
      client.send(
        new PutItemCommand({
          TableName,
          Item: { pk: text(pk), sk: text("META"), name: text(name), inTenant: text("tenantId"), sort: text(name) },
        }),
      ),
    remove: (pk: string) => client.send(new DeleteItemCommand({ TableName, Key: { pk: text(pk), sk: text("META") } })),
    get: async (pk: string) =>
      (await client.send(new GetItemCommand({ TableName, Key: { pk: text(pk), sk: text("META") } }))).Item?.name?.S,
    records: async () => {
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
      const where = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand(where));
      const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ dynamodb }) => ({ number: dynamodb?.SequenceNumber, image: dynamodb?.NewImage?.name?.S }));
    },
    stop: async () => {
      client.destroy();
      streams.destroy();
      running.delete(engine);
      await engine.stop();
    },
  };
};

const trimAll = (engine: TableEngine) => {
  while (engine.trimStream(TableName, 2n ** 60n));
};

onDynoxide("After a trim and a scrub no file contains deleted or replaced data", async () => {
  const own = join(folder, "running");
  const { engine, put, remove, get, records, stop } = await open(own);
  await put("kept", "Public");
  for (let at = 0; at < 50; at += 1) await put(`${canary} ${at}`, canary.repeat(at + 1));
  await put("replaced", canary);
  await put("replaced", "Nobody");
  for (let at = 0; at < 50; at += 1) await remove(`${canary} ${at}`);
  expect(found(own)).toContain("table.db-wal");
  trimAll(engine);
  await engine.scrub();
  expect(found(own)).toEqual([]);
  expect(await Promise.all(["kept", "replaced"].map(get))).toEqual(["Public", "Nobody"]);
  // The newest record keeps only its number, from which the next one is derived.
  const [{ number, image } = {}] = await records();
  expect([image, Number(number)]).toEqual([undefined, 103]);
  await put("next", "Next");
  expect((await records()).at(-1)).toEqual({ number: "104", image: "Next" });
  await stop();
});

onDynoxide("A trim does not change unhandled records", async () => {
  const own = join(folder, "unread");
  const { engine, put, records, stop } = await open(own);
  for (const name of ["one", "two", "three"]) await put(name, name);
  engine.trimStream(TableName, 2n);
  expect(await records()).toEqual([{ number: "3", image: "three" }]);
  await stop();
});

onDynoxide("A stop scrubs the file, and the next one scrubs what was trimmed later", async () => {
  const own = join(folder, "stopped");
  const first = await open(own);
  await first.put("gone", canary);
  await first.remove("gone");
  expect(found(own)).not.toEqual([]);
  // The records are not trimmed and still contain the data.
  await first.stop();
  expect(found(own)).not.toEqual([]);
  const next = await open(own);
  trimAll(next.engine);
  await next.stop();
  expect(found(own)).toEqual([]);
});

test("Scrubs are repeated, errors are logged, and a stop ends them", async () => {
  const logged: string[] = [];
  let calls = 0;
  const scrub = async () => {
    calls += 1;
    if (calls === 1) throw new Error("in use");
  };
  const scrubs = startScrubbing({ scrub }, (line) => logged.push(line), 1);
  await until(() => calls > 2);
  await scrubs.stop();
  expect(logged).toEqual(["The table file was not scrubbed: in use"]);
  const after = calls;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(calls).toBe(after);
});

onDynoxide(
  "After repeated kill -9 during scrubs every acknowledged write is present and the file is intact",
  async () => {
    const file = join(folder, "killed.db");
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      acknowledged.push(...(await runUntilKilled("scrubber.ts", file, 60 + 7 * round)));
      await until(() => pidsNaming(file).length === 0);
      const database = new DatabaseSync(file);
      const kept = new Set(
        database
          .prepare(`SELECT pk FROM ${TableName}`)
          .all()
          .map(({ pk }) => pk),
      );
      expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      expect(acknowledged.filter((pk) => !kept.has(`S:${pk}`))).toEqual([]);
      database.close();
    }
  },
);
