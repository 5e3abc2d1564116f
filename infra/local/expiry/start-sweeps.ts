import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import type { Machine } from "../machine.ts";
import { sweep } from "./sweep.ts";

/** Milliseconds between looks at a whole table. DynamoDB takes up to days; what must hold after expiry is a condition. */
const sweepEvery = 600_000;

/** Keeps deleting what has expired; the first time at once, since nothing was deleted while the service was stopped. */
export function startSweeps({ dynamodb, expiringTables }: Machine, report: (message: string) => void) {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      for (const table of expiringTables)
        await sweep(dynamodb, table, Math.floor(Date.now() / 1_000), stopping.signal).catch((error: unknown) => {
          if (!stopping.signal.aborted) report(`${table.name}: ${messageOf(error)}`);
        });
      await wait(sweepEvery, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
