import type { RequestContext } from "../records/request-context.ts";
import type { Entry } from "./entries.ts";
import { type EntriesPage, readEntries, readerOf } from "./page.ts";
import type { ChangeRecord } from "./schema.ts";
import { feedOf, type Reader, verbFor } from "./sight.ts";

/** A change as a reader sees it; undefined where it is none of theirs. */
export const shownTo = (reader: Reader, entry: Entry): ChangeRecord | undefined => {
  const verb = entry.special ? undefined : verbFor(reader, entry);
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
): Promise<EntriesPage<ChangeRecord>> => {
  const reader = readerOf(context.caller);
  const request = { after, limit, mark, mayLag: true } as const;
  return readEntries(context, feedOf(context.caller.path), request, (entry) => shownTo(reader, entry));
};
