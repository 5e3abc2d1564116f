import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import type { TableEngine } from "./engine.ts";

/** Milliseconds for which what was deleted may still be found in the engine's files. */
const scrubEvery = 600_000;

/** Keeps the engine's files free of what the table no longer holds. */
export function startScrubs(engine: Pick<TableEngine, "scrub">, report: (message: string) => void, every = scrubEvery) {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await wait(every, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await engine.scrub().catch((error: unknown) => report(`The table's file: ${messageOf(error)}`));
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
