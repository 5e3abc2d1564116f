import type { Api } from "../../test/demo/api.ts";
import type { Kind } from "../load/records.ts";

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
