import { setTimeout as pause } from "node:timers/promises";
import type { Surroundings } from "../../load/client/careful.ts";
import { createCareful } from "../../load/client/careful.ts";
import { atOnce } from "../../load/look/at-once.ts";
import type { Fields, Seen } from "../../load/records.ts";
import { type FeedEntry, type FeedPage, pathAfter, verbOf } from "./entries.ts";

/** Another system that follows the feed from the first change on and keeps a copy of every record. */
export type Follower = {
  /** The copy, by where each record is read. */
  state: ReadonlyMap<string, Seen>;
  /** All entries, in the order in which they came. */
  entries: readonly FeedEntry[];
  /** Where the feed stood after some of the entries. */
  bookmarks: readonly { cursor: string; entries: number }[];
  /** What it would not expect. */
  faults: readonly string[];
  /** Resolves when it has come to the end of the feed once more. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
};

const pageSize = 100;
/** Milliseconds between looks at a feed that has nothing new. */
const idle = 100;
/** Pages between bookmarks. */
const bookmarkEvery = 7;

export const startFollower = (surroundings: Surroundings): Follower => {
  const api = createCareful(surroundings);
  const state = new Map<string, Seen>();
  const entries: FeedEntry[] = [];
  const bookmarks: { cursor: string; entries: number }[] = [];
  const faults: string[] = [];
  const ids = new Set<string>();
  let cursor: string | undefined;
  let ends = 0;
  let isStopped = false;

  const take = (entry: FeedEntry) => {
    if (ids.has(entry.id)) faults.push(`The feed tells ${entry.id} twice`);
    ids.add(entry.id);
    entries.push(entry);
  };

  /** Reads the records of a page, each once: what it says by then is what counts. */
  const apply = async (items: readonly FeedEntry[]) => {
    const last = new Map(items.map((entry) => [entry.resource.href, entry]));
    await atOnce([...last.values()], 4, async (entry) => {
      const { kind, href } = entry.resource;
      const reply =
        verbOf(entry) === "deleted"
          ? undefined
          : await api.repeat({ operation: "GET by the feed", method: "GET", path: href });
      if (reply?.status === 200) state.set(href, { kind, href, record: reply.body });
      else state.delete(href);
      if (reply && reply.status !== 200 && reply.status !== 404) faults.push(`${href} answered ${reply.status}`);
    });
  };

  const step = async () => {
    const ask = { operation: "GET changes", method: "GET", path: pathAfter(cursor, pageSize) } as const;
    const reply = await api.repeat(ask);
    if (reply.status !== 200) throw new Error(`${ask.path} answered ${reply.status}: ${reply.text}`);
    const { items, nextCursor } = reply.body as Fields & FeedPage;
    if (items.length === 0) {
      if (cursor !== undefined && nextCursor !== cursor) faults.push("The cursor moved though nothing had happened");
      ends += 1;
      await pause(idle);
    }
    items.forEach(take);
    await apply(items);
    cursor = nextCursor;
    if (items.length > 0 && entries.length > bookmarkEvery * pageSize * (bookmarks.length + 1))
      bookmarks.push({ cursor, entries: entries.length });
  };
  const running = (async () => {
    while (!isStopped) await step();
  })();
  return {
    state,
    entries,
    bookmarks,
    faults,
    caughtUp: async () => {
      // The look under way may have begun before: the one after it has not.
      const wanted = ends + 2;
      while (ends < wanted) await Promise.race([pause(20), running]);
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
};
