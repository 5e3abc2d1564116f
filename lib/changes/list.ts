import type { RequestContext } from "../records/request-context.ts";
import type { ChainedEntry } from "./entries.ts";
import { type FeedPage, readerOf, readFeedPage } from "./page.ts";
import type { ChangeRecord } from "./schema.ts";
import { changeVerbFor, type FeedReader, feedOf } from "./sight.ts";

/** A change as a reader sees it; undefined where it is none of theirs. */
export const visibleChange = (reader: FeedReader, entry: ChainedEntry): ChangeRecord | undefined => {
  const verb = entry.special ? undefined : changeVerbFor(reader, entry);
  if (!verb) return undefined;
  const { id, at, kind, resourceId, href, client } = entry;
  return { id, at, type: `${kind}.${verb}`, resource: { kind, id: resourceId, href }, client };
};

/**
 * Changes in the caller's subtree behind a number of its feed, in the order of the feed. One round trip. Throws
 * `invalid-cursor` where the entry of that number is not the one that was marked.
 */
export const listChanges = (
  context: RequestContext,
  after: number,
  limit: number,
  mark?: string,
): Promise<FeedPage<ChangeRecord>> => {
  const reader = readerOf(context.caller);
  const request = { after, limit, mark, mayLag: true } as const;
  return readFeedPage(context, feedOf(context.caller.path), request, (entry) => visibleChange(reader, entry));
};
