import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "../../test/demo/api.ts";
import { type ClientSettings, createRetryingClient } from "../load/client.ts";
import type { Fields, Kind } from "../load/records.ts";

/** An entry of the change feed. */
export type FeedEntry = {
  id: string;
  at: string;
  type: string;
  resource: { kind: Kind; id: string; href: string };
  client: string;
};
export type FeedPage = { items: FeedEntry[]; nextCursor: string };

export const verbOf = ({ type }: FeedEntry) => type.slice(type.lastIndexOf(".") + 1);

export const pageAfter = (cursor: string | undefined, limit: number): string =>
  `/v1/changes?limit=${limit}${cursor === undefined ? "" : `&after=${encodeURIComponent(cursor)}`}`;

/** Reads a client's feed from a cursor to its current end. */
export const readFeed = async (api: Api, after: string | undefined, limit: number): Promise<FeedEntry[]> => {
  const entries: FeedEntry[] = [];
  let cursor = after;
  for (;;) {
    const page: FeedPage = await api.get(pageAfter(cursor, limit));
    entries.push(...page.items);
    // An empty page with another cursor skips entries of others.
    if (page.nextCursor === cursor) return entries;
    cursor = page.nextCursor;
  }
};

/** The entries of each record, in order. */
export const entriesByRecord = (entries: readonly FeedEntry[]): Map<string, FeedEntry[]> =>
  Map.groupBy(entries, ({ resource }) => resource.href);

/** Milliseconds between polls of a feed without new entries. */
const pollPause = 100;

/** Polls the feed from its beginning until it is stopped. `onPage` gets each page and the cursor that it was read from. */
export const followFeed = (
  settings: ClientSettings,
  onPage: (page: FeedPage, cursor: string | undefined) => Promise<void>,
) => {
  const api = createRetryingClient(settings);
  let isStopped = false;
  const run = async () => {
    for (let cursor: string | undefined; !isStopped; ) {
      const request = { operation: "GET changes", method: "GET", path: pageAfter(cursor, 100) } as const;
      const response = await api.repeat(request);
      if (response.status !== 200) throw new Error(`${request.path} returned ${response.status}: ${response.text}`);
      const page = response.body as Fields & FeedPage;
      if (page.items.length === 0) await pause(pollPause);
      await onPage(page, cursor);
      cursor = page.nextCursor;
    }
  };
  const running = run();
  return {
    /** Rejects where polling fails. */
    running,
    stop: async (): Promise<void> => {
      isStopped = true;
      await running;
    },
  };
};
