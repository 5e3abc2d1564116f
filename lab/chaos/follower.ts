import { setTimeout as pause } from "node:timers/promises";
import { localAdmin } from "../../test/demo/api.ts";
import { type ClientSettings, connect, createRetryingClient } from "../load/client.ts";
import { inParallel } from "../load/inspect/read-all.ts";
import { canonical, type Fields, isComputed, type Kind, type Shown } from "../load/records.ts";
import { type FeedEntry, followFeed, verbOf } from "./feed.ts";

/** A system that follows the feed from the first change and keeps a copy of every record. */
export type Follower = ReturnType<typeof startFollower>;

const entriesBetweenBookmarks = 700;

export const startFollower = (settings: ClientSettings) => {
  const api = createRetryingClient(settings);
  const copy = new Map<string, Shown>();
  const entries: FeedEntry[] = [];
  const bookmarks: { cursor: string; entries: number }[] = [];
  const faults: string[] = [];
  const ids = new Set<string>();
  let emptyPages = 0;

  const add = (entry: FeedEntry) => {
    if (ids.has(entry.id)) faults.push(`The feed has ${entry.id} twice`);
    ids.add(entry.id);
    entries.push(entry);
  };

  /** Reads each record of a page once, in its current state. */
  const apply = async (items: readonly FeedEntry[]) => {
    const last = new Map(items.map((entry) => [entry.resource.href, entry]));
    await inParallel([...last.values()], 4, async (entry) => {
      const { kind, href } = entry.resource;
      const isDeleted = verbOf(entry) === "deleted";
      const request = { operation: "GET by the feed", method: "GET", path: href } as const;
      const response = isDeleted ? undefined : await api.repeat(request);
      if (response?.status === 200) copy.set(href, { kind, href, record: response.body });
      else copy.delete(href);
      if (response && response.status !== 200 && response.status !== 404)
        faults.push(`${href} returned ${response.status}`);
    });
  };

  const { running, stop } = followFeed(settings, async ({ items, nextCursor }, cursor) => {
    if (items.length === 0) {
      if (cursor !== undefined && nextCursor !== cursor) faults.push("The cursor changed without a change in the feed");
      emptyPages += 1;
      return;
    }
    items.forEach(add);
    await apply(items);
    if (entries.length > entriesBetweenBookmarks * (bookmarks.length + 1))
      bookmarks.push({ cursor: nextCursor, entries: entries.length });
  });
  return {
    /** The copy, by the address of each record. */
    copy,
    entries,
    /** Cursors after some of the entries. */
    bookmarks,
    faults,
    /** Resolves once the end of the feed, as of the call, is reached. */
    caughtUp: async (): Promise<void> => {
      // The current poll may have begun before the call, the next one has not.
      const wanted = emptyPages + 2;
      while (emptyPages < wanted) await Promise.race([pause(20), running]);
    },
    stop,
  };
};

/** The fields of a record in the copy that lists show too: none that are computed, and the items of an agenda. */
const comparable = (kind: Kind, record: Fields): Fields => {
  if (kind === "agenda") return { items: record.items };
  return Object.fromEntries(Object.entries(record).filter(([name]) => !isComputed(kind, name)));
};

const differencesOf = (copy: ReadonlyMap<string, Shown>, shown: ReadonlyMap<string, Shown>): string[] => [
  ...[...shown.values()].flatMap(({ kind, href, record }) => {
    const own = copy.get(href);
    if (!own) return [`The follower has no ${href}`];
    if (own.kind !== kind) return [`${href} is a ${own.kind} of the follower, and a ${kind}`];
    const [has, is] = [canonical(comparable(kind, own.record)), canonical(comparable(kind, record))];
    return has === is ? [] : [`The follower has ${href} as ${has}, and it is ${is}`];
  }),
  ...[...copy.keys()].filter((href) => !shown.has(href)).map((href) => `The follower still has ${href}`),
];

/** Milliseconds within which a follower has a change; 5 s are promised, which a busy machine may exceed. */
const feedLimit = 60_000;

/**
 * Waits until the follower's copy equals the records that the service shows, and returns the remaining differences. While
 * no client writes, only photos change: the service still processes uploads, so that they are read again.
 */
export const settledDifferences = async (
  url: string,
  follower: Follower,
  shown: ReadonlyMap<string, Shown>,
): Promise<string[]> => {
  const api = await connect(url, localAdmin);
  const current = new Map(shown);
  const photos = [...shown.values()].filter(({ kind }) => kind === "photo");
  const deadline = Date.now() + feedLimit;
  for (;;) {
    await inParallel(photos, 8, async ({ kind, href }) => {
      current.set(href, { kind, href, record: await api.get<Fields>(href) });
    });
    await follower.caughtUp();
    const found = differencesOf(follower.copy, current);
    if (found.length === 0 || Date.now() > deadline) return found;
    await pause(100);
  }
};

/** Milliseconds until the follower has a change of an idle service; undefined if it does not get it in time. */
export const measureLag = async (url: string, follower: Follower): Promise<number | undefined> => {
  const api = await connect(url, localAdmin);
  const body = { kind: "superior-committee", name: "Đảng bộ của phép đo" };
  const { id } = await api.post<{ id: string }>("/v1/organisations", body, `lag-${follower.entries.length}`);
  const begun = performance.now();
  const hasChange = () => follower.entries.slice(-10).some(({ resource }) => resource.id === id);
  while (!hasChange() && performance.now() - begun < feedLimit) await pause(10);
  return hasChange() ? performance.now() - begun : undefined;
};
