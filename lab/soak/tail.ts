import { setTimeout as pause } from "node:timers/promises";
import { type FeedPage, pathAfter } from "../chaos/feed/entries.ts";
import { createCareful, type Surroundings } from "../load/client/careful.ts";
import type { Fields } from "../load/records.ts";

/** Milliseconds between looks at the end of the feed. */
const every = 500;

/** Follows the end of the feed and says how far behind each change was seen. */
export const startTail = (surroundings: Surroundings) => {
  const api = createCareful(surroundings);
  const lags: number[] = [];
  let isStopped = false;
  const run = async () => {
    let cursor: string | undefined;
    while (!isStopped) {
      const reply = await api.repeat({ operation: "GET changes", method: "GET", path: pathAfter(cursor, 100) });
      if (reply.status !== 200) throw new Error(`The feed answered ${reply.status}: ${reply.text}`);
      const { items, nextCursor } = reply.body as Fields & FeedPage;
      lags.push(...items.map(({ at }) => Date.now() - Date.parse(at)));
      cursor = nextCursor;
      // A full page has more behind it.
      if (items.length < 100) await pause(every);
    }
  };
  const running = run();
  return {
    /** Milliseconds of the changes seen since the last call. */
    turn: (): number[] => lags.splice(0),
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
};
