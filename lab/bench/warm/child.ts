/**
 * Runs in a fresh process: asks an operation again and again behind the whole HTTP layer, its table a stand-in, and in
 * turns a handler that only reads the same and answers. Prints the microseconds of each, the median of every round.
 */
import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import type { Dependencies } from "../../../functions/shared/dependencies.ts";
import { serve } from "../../../functions/shared/http.ts";
import { createIds } from "../../../lib/shared/ids.ts";
import { createTableClient } from "../../../lib/table/client.ts";
import { createCursors } from "../../../lib/table/cursor.ts";
import { createTable } from "../../../lib/table/table.ts";
import { median } from "../report/numbers.ts";
import { type ReadName, reads } from "./reads.ts";
import { standIn } from "./stand-in.ts";

const warming = 5_000;
const rounds = 9;
const calls = 2_000;

const [name = "", text = ""] = process.argv.slice(2);
const event = JSON.parse(text);
const { TABLE_NAME: tableName = "", CURSOR_KEY: cursorKey = "" } = process.env;

const { table, again } = standIn(createTable(createTableClient(), tableName, randomUUID));
const using: Dependencies = {
  table,
  clock: Date.now,
  newId: createIds(Date.now, randomBytes),
  cursors: createCursors(cursorKey),
};
const handler = serve({ [name]: reads[name as ReadName] }, {}, () => using);
const headers = { "content-type": "application/json" };
const ours = async () => await handler(event, {} as Context);
const bare = async () => ({ statusCode: 200, headers, body: JSON.stringify(await again()) });

const middleOf = async (ask: () => Promise<unknown>, count: number) => {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const begun = performance.now();
    await ask();
    times.push((performance.now() - begun) * 1_000);
  }
  return median(times);
};

// The line is made, and kept nowhere: writing it is the runtime's work.
console.info = () => undefined;
const { statusCode, body } = await ours();
if (statusCode !== 200) throw new Error(`${name} answered ${statusCode}: ${body}`);
for (const ask of [ours, bare]) await middleOf(ask, warming);
const times: { ours: number; bare: number }[] = [];
for (let round = 0; round < rounds; round += 1)
  times.push({ ours: await middleOf(ours, calls), bare: await middleOf(bare, calls) });
process.stdout.write(JSON.stringify(times));
