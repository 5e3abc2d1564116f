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
import { type Delivery, deliver } from "./deliver-batch.ts";
import type { PumpSettings } from "./settings.ts";
import { failureMessage, type StreamRecord, toStreamRecord } from "./stream-record.ts";

const positions = z.record(z.string(), z.string());

/** Where a pump has come to: the last sequence number handled, by shard. */
export type Positions = {
  of(shardId: string): string | undefined;
  /** On disk once it returns. */
  set(shardId: string, sequenceNumber: string): void;
};

export function openPositions(folder: string, name: string): Positions {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const file = join(folder, `${name}.json`);
  const kept = z.parse(positions, JSON.parse(readIfThere(file) ?? "{}"));
  return {
    of: (shardId) => kept[shardId],
    set(shardId, sequenceNumber) {
      if (kept[shardId] === sequenceNumber) return;
      kept[shardId] = sequenceNumber;
      replaceFile(file, JSON.stringify(kept));
    },
  };
}

export type PumpSurroundings = {
  client: DynamoDBStreamsClient;
  positions: Positions;
  queues: QueueFolder;
  region: string;
  report(message: string): void;
};

export type Pump = {
  /** The last sequence number handled of the stream's only shard; nothing up to it is needed any more. */
  position(): bigint;
  stop(): Promise<void>;
};

/** Milliseconds between looks at a stream with nothing new: far below the second in which statistics are to follow. */
const idle = 100;
/** Milliseconds after a look that failed. */
const afterFailure = 1_000;

/** Carries a table's changes to a function, at least once, in order, from where the last run has stopped. */
export function startPump(
  settings: PumpSettings,
  { client, positions, queues, region, report }: PumpSurroundings,
): Pump {
  const { name, streamArn, target } = settings;
  const stopping = new AbortController();
  const pause = (milliseconds: number) => wait(milliseconds, undefined, { signal: stopping.signal });
  let position = 0n;

  const deliveryOf = (shardId: string): Delivery => ({
    ...settings,
    pause,
    invoke: (records) => target.invoke({ Records: records }),
    handled: ({ dynamodb: { SequenceNumber } }) => {
      positions.set(shardId, SequenceNumber);
      position = BigInt(SequenceNumber);
    },
    giveUp: (records, tries) => {
      report(`${name}: gave up ${records.length} records after ${tries} tries`);
      if (settings.failureQueue) queues.send(settings.failureQueue, failureMessage(settings, shardId, records, tries));
    },
  });

  const handle = async (records: readonly StreamRecord[], delivery: Delivery) => {
    const { filters, batchSize } = settings;
    const wanted = records.filter((record) => filters.length === 0 || filters.some((filter) => filter(record)));
    for (let at = 0; at < wanted.length && !stopping.signal.aborted; at += batchSize)
      await deliver(wanted.slice(at, at + batchSize), delivery);
    const last = records.at(-1);
    if (last && !stopping.signal.aborted) delivery.handled(last);
  };

  const read = async () => {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const [shard, ...others] = StreamDescription?.Shards ?? [];
    if (others.length > 0) throw new Error("A stream of several shards is not known here");
    if (shard?.ShardId === undefined) return;
    const after = positions.of(shard.ShardId);
    position = BigInt(after ?? 0);
    const where = { StreamArn: streamArn, ShardId: shard.ShardId };
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand(
        after === undefined
          ? { ...where, ShardIteratorType: "TRIM_HORIZON" }
          : { ...where, ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after },
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
      if (Records.length === 0) await pause(idle);
      iterator = NextShardIterator;
    }
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await read();
        await pause(idle);
      } catch (error) {
        if (stopping.signal.aborted) return;
        report(`${name}: ${messageOf(error)}`);
        await pause(afterFailure).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    position: () => position,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
