import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import * as z from "zod/mini";
import { messageOf } from "../errors.ts";
import { privateFolder, readIfThere, replaceFile } from "../files.ts";
import type { QueueFolder } from "../queues/queue-folder.ts";
import { type Delivery, deliverBatch } from "./deliver-batch.ts";
import type { StreamPollerSettings } from "./settings.ts";
import { failureMessage, type StreamRecord, toStreamRecord } from "./stream-record.ts";

const positionsSchema = z.record(z.string(), z.string());

/** The last handled sequence number of each shard. */
export const openPositions = (folder: string, name: string) => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const file = join(folder, `${name}.json`);
  const stored = z.parse(positionsSchema, JSON.parse(readIfThere(file) ?? "{}"));
  return {
    get: (shardId: string) => stored[shardId],
    /** Durable once it returns. */
    set(shardId: string, sequenceNumber: string): void {
      if (stored[shardId] === sequenceNumber) return;
      stored[shardId] = sequenceNumber;
      replaceFile(file, JSON.stringify(stored));
    },
  };
};

type StreamPollerContext = {
  client: DynamoDBStreamsClient;
  positions: ReturnType<typeof openPositions>;
  queues: QueueFolder;
  region: string;
  log(message: string): void;
};

/** Milliseconds between polls of a stream without new records: statistics should follow a change within a second. */
const idlePause = 100;
/** Milliseconds after a failed poll. */
const pauseAfterError = 1_000;

/** Delivers the changes of a table to a function at least once and in order, starting after the last handled one. */
export const startStreamPoller = (
  settings: StreamPollerSettings,
  { client, positions, queues, region, log }: StreamPollerContext,
) => {
  const { name, streamArn, target } = settings;
  const stopping = new AbortController();
  const pause = (milliseconds: number) => wait(milliseconds, undefined, { signal: stopping.signal });
  let position = 0n;

  const deliveryOf = (shardId: string): Delivery => ({
    ...settings,
    pause,
    invoke: (records) => target.invoke({ Records: records }),
    onHandled: ({ dynamodb: { SequenceNumber } }) => {
      positions.set(shardId, SequenceNumber);
      position = BigInt(SequenceNumber);
    },
    onFailed: (records, attempts) => {
      log(`${name}: ${records.length} records failed after ${attempts} attempts`);
      const { failureQueue } = settings;
      if (failureQueue) queues.send(failureQueue, failureMessage(settings, { shardId, records, attempts }));
    },
  });

  const handle = async (records: readonly StreamRecord[], delivery: Delivery) => {
    const { filters, batchSize } = settings;
    const matching = records.filter((record) => filters.length === 0 || filters.some((filter) => filter(record)));
    for (let at = 0; at < matching.length && !stopping.signal.aborted; at += batchSize)
      await deliverBatch(matching.slice(at, at + batchSize), delivery);
    const last = records.at(-1);
    if (last && !stopping.signal.aborted) delivery.onHandled(last);
  };

  const read = async () => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const [shard, ...others] = StreamDescription?.Shards ?? [];
    if (others.length > 0) throw new Error("A stream with several shards is not supported");
    if (shard?.ShardId === undefined) return;
    const after = positions.get(shard.ShardId);
    position = BigInt(after ?? 0);
    const shardKey = { StreamArn: streamArn, ShardId: shard.ShardId };
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand(
        after === undefined
          ? { ...shardKey, ShardIteratorType: "TRIM_HORIZON" }
          : { ...shardKey, ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after },
      ),
    );
    const delivery = deliveryOf(shard.ShardId);
    let iterator = ShardIterator;
    while (iterator && !stopping.signal.aborted) {
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
      await handle(
        Records.map((record) => toStreamRecord(record, streamArn, region)),
        delivery,
      );
      if (Records.length === 0) await pause(idlePause);
      iterator = NextShardIterator;
    }
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await read();
        await pause(idlePause);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log(`${name}: ${messageOf(error)}`);
        await pause(pauseAfterError).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    /** The last handled sequence number of the stream's only shard; records up to it are not needed any more. */
    position: () => position,
    async stop() {
      stopping.abort();
      await running;
    },
  };
};
