import type { DynamoDBRecord } from "aws-lambda";
import { createCarryTallies } from "../../../functions/stream-processor/carry-tallies.ts";
import { createStreamHandler } from "../../../functions/stream-processor/follower.ts";
import { createStart } from "../../../functions/stream-processor/start.ts";
import { createTellChanges } from "../../../functions/stream-processor/tell-changes.ts";
import { recordOf } from "../../../test/support/memory-engine/stream.ts";
import { randomOf } from "../nation/random.ts";
import { createAsk } from "./ask.ts";
import { doingsOf } from "./callers.ts";
import { createMeter, type Meter } from "./meter.ts";
import type { DayNation } from "./nation.ts";
import { type DayPlan, inPeakSecond } from "./plan.ts";

/** What was replayed: so many seconds, and what they asked of each key. */
export type Replayed = { meter: Meter; seconds: number; requests: number; changes: number };

/** How the table's stream comes to the followup function: its shards, and how often Lambda looks into each in a second. */
const shards = 8;
const looksInSecond = 4;
const batch = 100;

const shardOf = (record: DynamoDBRecord): number => {
  let hash = 0;
  for (const character of String(record.dynamodb?.Keys?.pk?.S)) hash = (hash * 31 + character.charCodeAt(0)) % 65_521;
  return hash % shards;
};

/**
 * Replays some seconds of a day's peak through the functions' own code: the requests of each quarter of a second, then one
 * look into every shard of the stream. Time is told, not waited for.
 */
export const replayPeak = async (
  nation: DayNation,
  { about: _, ...perDay }: DayPlan,
  { seconds, seed }: { seconds: number; seed: number },
): Promise<Replayed> => {
  const meter = createMeter(nation.engine);
  let now = 0;
  const { ask, dependencies, count } = createAsk(meter.client, randomOf(seed, 1), () => now);
  const doings = doingsOf(nation, dependencies.cursors);
  const telling = {
    ...dependencies,
    newSalt: () => "salt",
    publish: async () => undefined,
    start: createStart(dependencies.table, async () => undefined),
  };
  const follow = createStreamHandler([createCarryTallies(() => dependencies), createTellChanges(() => telling)]);
  const random = randomOf(seed, 2);
  const waiting: DynamoDBRecord[][] = Array.from({ length: shards }, () => []);
  let changes = 0;
  const look = async () => {
    for (const change of nation.engine.changes.splice(0)) {
      const record = recordOf(change);
      waiting[shardOf(record)]?.push(record);
    }
    for (const shard of waiting) {
      const Records = shard.splice(0, batch);
      if (Records.length === 0) continue;
      changes += Records.length;
      const { batchItemFailures } = await follow({ Records });
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records were not followed`);
    }
  };
  const looks = seconds * looksInSecond;
  for (let step = 0; step < looks; step++) {
    now = (step * 1_000) / looksInSecond;
    meter.at(Math.floor(step / looksInSecond));
    for (const [name, often] of Object.entries(perDay)) {
      const each = inPeakSecond(often) / looksInSecond;
      const times = Math.floor(each * (step + 1)) - Math.floor(each * step);
      for (let i = 0; i < times; i++) await doings[name as keyof typeof perDay](ask, random);
    }
    await look();
  }
  return { meter, seconds, requests: count(), changes };
};
