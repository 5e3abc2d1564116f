import type { DynamoDBRecord } from "aws-lambda";
import { createEnqueueWork } from "../../../functions/stream-processor/enqueue-work.ts";
import { createPublishChanges } from "../../../functions/stream-processor/publish-changes.ts";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { recordSchemas } from "../../../lib/contract/kind-schemas.ts";
import { recordOf } from "../../../test/support/memory-engine/stream.ts";
import { partialRandom } from "../../support/draw.ts";
import { activitiesOf, createSend } from "./callers.ts";
import { createMeter, type Meter } from "./meter.ts";
import type { DayNation } from "./nation.ts";
import { type Activity, inPeakSecond, reviewDay } from "./plan.ts";

/** Counts of the replayed seconds together. */
export type Replayed = { meter: Meter; seconds: number; requests: number; changes: number };

/** Shards of the table's stream, and how often Lambda polls each in a second. */
const shards = 8;
const pollsInSecond = 4;
const batch = 100;

const shardOf = (record: DynamoDBRecord): number => {
  let hash = 0;
  for (const character of String(record.dynamodb?.Keys?.pk?.S)) hash = (hash * 31 + character.charCodeAt(0)) % 65_521;
  return hash % shards;
};

/**
 * Replays the busiest second of the day, several times, through the functions' code: the requests of each quarter of a
 * second, then a poll of every shard of the stream. Time is simulated.
 */
export const replayPeak = async (
  nation: DayNation,
  { seconds, seed }: { seconds: number; seed: number },
): Promise<Replayed> => {
  const meter = createMeter(nation.engine);
  let now = 0;
  const { send, dependencies, count } = createSend(meter.client, partialRandom(seed, 1), () => now);
  const activities = activitiesOf(nation, dependencies.cursors);
  const publisher = {
    ...dependencies,
    newSalt: () => "salt",
    recordSchemas,
    sendEvents: async () => undefined,
    enqueueWork: createEnqueueWork(dependencies.table, async () => undefined),
  };
  const follow = createStreamHandler([createRollUp(() => dependencies), createPublishChanges(() => publisher)]);
  const random = partialRandom(seed, 2);
  const waiting: DynamoDBRecord[][] = Array.from({ length: shards }, () => []);
  let changes = 0;
  const pollShards = async () => {
    for (const change of nation.engine.changes.splice(0)) {
      const record = recordOf(change);
      waiting[shardOf(record)]?.push(record);
    }
    for (const shard of waiting) {
      const Records = shard.splice(0, batch);
      if (Records.length === 0) continue;
      changes += Records.length;
      const { batchItemFailures } = await follow({ Records });
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records could not be processed`);
    }
  };
  const polls = seconds * pollsInSecond;
  for (let step = 0; step < polls; step++) {
    now = (step * 1_000) / pollsInSecond;
    meter.at(Math.floor(step / pollsInSecond));
    for (const [name, often] of Object.entries(reviewDay)) {
      const each = inPeakSecond(often) / pollsInSecond;
      const times = Math.floor(each * (step + 1)) - Math.floor(each * step);
      for (let i = 0; i < times; i++) await activities[name as Activity](send, random);
    }
    await pollShards();
  }
  return { meter, seconds, requests: count(), changes };
};
