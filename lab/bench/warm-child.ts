/**
 * Runs in a fresh process: calls an operation repeatedly behind the HTTP layer on a cached table, and in turns a handler
 * that only makes the same reads. Prints the microseconds of both, the median of each round.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { operations as changes } from "../../functions/changes/operations.ts";
import { operations as dataSubjects } from "../../functions/data-subjects/operations.ts";
import type { Dependencies } from "../../functions/shared/dependencies.ts";
import { serve } from "../../functions/shared/http.ts";
import { operations as statistics } from "../../functions/statistics/operations.ts";
import { createExternalIdHash } from "../../lib/records/erased-ids.ts";
import { createIds } from "../../lib/shared/ids.ts";
import { createTableClient } from "../../lib/table/client.ts";
import { createCursors } from "../../lib/table/cursor.ts";
import { createTable } from "../../lib/table/table.ts";
import { operations as simulated } from "../../test/simulation/environment/server.ts";
import { median } from "../support/report.ts";
import { cachedTable } from "./cached-table.ts";

const operations = { ...simulated, ...changes, ...dataSubjects, ...statistics };
const warming = 5_000;
const rounds = 9;
const calls = 2_000;

const [name = "", text = ""] = process.argv.slice(2);
const event = JSON.parse(text);
const { TABLE_NAME: tableName = "", CURSOR_KEY: cursorKey = "", ERASED_ID_KEY: erasedIdKey = "" } = process.env;

const { table, readAll } = cachedTable(createTable(createTableClient(), tableName, randomUUID));
const dependencies: Dependencies = {
  table,
  clock: Date.now,
  newId: createIds(Date.now, randomBytes),
  cursors: createCursors(cursorKey),
  hashExternalId: createExternalIdHash(() => erasedIdKey),
};
const handler = serve({ [name]: operations[name as keyof typeof operations] }, {}, () => dependencies);
const headers = { "content-type": "application/json" };
const ours = async () => await handler(event, {} as Context);
const bare = async () => ({ statusCode: 200, headers, body: JSON.stringify(await readAll()) });

const medianOf = async (call: () => Promise<unknown>, count: number) => {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const begun = performance.now();
    await call();
    times.push((performance.now() - begun) * 1_000);
  }
  return median(times);
};

// The log line is built and not written: writing it is the runtime's work.
console.info = () => undefined;
const { statusCode, body } = await ours();
if (statusCode !== 200) throw new Error(`${name} returned ${statusCode}: ${body}`);
for (const call of [ours, bare]) await medianOf(call, warming);
const times: { ours: number; bare: number }[] = [];
for (let round = 0; round < rounds; round += 1)
  times.push({ ours: await medianOf(ours, calls), bare: await medianOf(bare, calls) });
process.stdout.write(JSON.stringify(times));
