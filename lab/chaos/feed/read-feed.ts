import type { Api } from "../../../test/demo/api.ts";
import { type FeedEntry, type FeedPage, pathAfter } from "./entries.ts";

/** The whole feed as a client sees it, from a cursor on, in pages of a size; to its end of now. */
export const readFeed = async (api: Api, after: string | undefined, limit: number): Promise<FeedEntry[]> => {
  const entries: FeedEntry[] = [];
  let cursor = after;
  for (;;) {
    const page: FeedPage = await api.get(pathAfter(cursor, limit));
    entries.push(...page.items);
    // A page of none of the reader's own has another cursor, and more behind it.
    if (page.nextCursor === cursor) return entries;
    cursor = page.nextCursor;
  }
};
