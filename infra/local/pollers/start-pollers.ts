import type { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import type { TableEngine } from "../engines/engine.ts";
import type { Machine } from "../local-environment.ts";
import { startQueuePump } from "./queue-poller.ts";
import { openPositions, startPump } from "./stream-poller.ts";

/** Milliseconds between trims: rare, and still only thousands of records at a time. */
const trimEvery = 5_000;
/** Milliseconds after a trim that has left some: they would else come faster than they go (a change of a record makes about fifteen). */
const trimSoon = 200;

/** Starts every event source mapping, and trims of each stream what all of them have handled. */
export function startPumps(
  { pumps, queues, region }: Machine,
  engine: TableEngine,
  client: DynamoDBStreamsClient,
  folder: string,
  report: (message: string) => void,
) {
  const running = pumps.map((settings) => ({
    tableName: tableOf(settings.streamArn),
    ...startPump(settings, { client, positions: openPositions(folder, settings.name), queues, region, report }),
  }));
  const trim = (): boolean => {
    let more = false;
    for (const tableName of new Set(running.map((pump) => pump.tableName))) {
      const positions = running.filter((pump) => pump.tableName === tableName).map((pump) => pump.position());
      const handled = positions.reduce((least, each) => (each < least ? each : least));
      more = engine.trimStream(tableName, handled) || more;
    }
    return more;
  };
  const trimAgain = () => {
    timer = setTimeout(trimAgain, trim() ? trimSoon : trimEvery);
  };
  let timer = setTimeout(trimAgain, trimEvery);
  return {
    async stop() {
      clearTimeout(timer);
      await Promise.all(running.map((pump) => pump.stop()));
      while (trim());
    },
  };
}

function tableOf(streamArn: string): string {
  const name = /:table\/([^/]+)\/stream\//.exec(streamArn)?.[1];
  if (name === undefined) throw new Error(`${streamArn} is no stream of a table`);
  return name;
}

/** Starts every event source mapping from a queue. Throws for a queue without an end for what is never done. */
export function startQueuePumps({ queuePumps, queues, region }: Machine, report: (message: string) => void) {
  const running = queuePumps.map((settings) => {
    const queue = queues.workOf(settings.queueArn);
    if (queue === undefined) throw new Error(`${settings.name}: its queue needs a RedrivePolicy here`);
    return startQueuePump(settings, { queue, region, report });
  });
  return {
    async stop() {
      await Promise.all(running.map((pump) => pump.stop()));
    },
  };
}
