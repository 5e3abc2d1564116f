import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { TableEngine } from "../engines/engine.ts";
import { messageOf } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";
import { startQueuePoller } from "./queue-poller.ts";
import { openPositions, startStreamPoller } from "./stream-poller.ts";

/** Milliseconds between trims: rare, and still only thousands of records at a time. */
const trimInterval = 5_000;
/** Milliseconds after an incomplete trim: records (about fifteen for one change) would otherwise arrive faster than they go. */
const shortTrimInterval = 200;

type StreamContext = {
  engine: Pick<TableEngine, "trimStream">;
  streams: DynamoDBStreamsClient;
  positionsFolder: string;
  log: (message: string) => void;
};

/** Starts all event source mappings of streams, and trims records that all of them have handled. */
export const startStreamPollers = (
  { streamPollers, queues, region }: LocalEnvironment,
  { engine, streams: client, positionsFolder, log }: StreamContext,
) => {
  const running = streamPollers.map((settings) => {
    const positions = openPositions(positionsFolder, settings.name);
    const poller = startStreamPoller(settings, { client, positions, queues, region, log });
    return { tableName: tableNameOf(settings.streamArn), ...poller };
  });
  /** Returns whether there may be more records to trim. The engine's file may be busy, or its disk full: they are trimmed later. */
  const trim = (): boolean => {
    try {
      return trimHandled();
    } catch (error) {
      log(`Handled records were not trimmed: ${messageOf(error)}`);
      return false;
    }
  };
  const trimHandled = (): boolean => {
    let more = false;
    for (const tableName of new Set(running.map((poller) => poller.tableName))) {
      const positions = running.filter((poller) => poller.tableName === tableName).map(({ position }) => position());
      const handled = positions.reduce((least, each) => (each < least ? each : least));
      more = engine.trimStream(tableName, handled) || more;
    }
    return more;
  };
  const trimAgain = () => {
    timer = setTimeout(trimAgain, trim() ? shortTrimInterval : trimInterval);
  };
  let timer = setTimeout(trimAgain, trimInterval);
  return {
    async stop() {
      clearTimeout(timer);
      await Promise.all(running.map((poller) => poller.stop()));
      while (trim());
    },
  };
};

const tableNameOf = (streamArn: string): string => {
  const name = /:table\/([^/]+)\/stream\//.exec(streamArn)?.[1];
  if (name === undefined) throw new Error(`${streamArn} is not the stream of a table`);
  return name;
};

/** Starts all event source mappings of queues. Throws for a queue without dead letters. */
export const startQueuePollers = (
  { queuePollers, queues, region }: LocalEnvironment,
  log: (message: string) => void,
) => {
  const running = queuePollers.map((settings) => {
    const queue = queues.workQueue(settings.queueArn);
    if (queue === undefined) throw new Error(`${settings.name}: the queue needs a RedrivePolicy to run locally`);
    return startQueuePoller(settings, { queue, region, log });
  });
  return {
    async stop() {
      await Promise.all(running.map((poller) => poller.stop()));
    },
  };
};
