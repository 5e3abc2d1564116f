import { feedsFor } from "../changes/audience.ts";
import { type ChainedEntry, chainedFields, readChangeValues, readEntry } from "../changes/items.ts";
import { readFeedEnd } from "../changes/writes.ts";
import { keys, root } from "../table/keys.ts";

/** The audit log as the table stores it: for its verification by an operator, which trusts no response of the API. */
export const storedAudit = {
  /** The feed that contains every change. */
  root,
  keys: {
    end: keys.feedEnd,
    entry: keys.feedEntry,
    values: ({ record, id }: ChainedEntry) => keys.change({ pk: record, sk: "" }, id),
  },
  readEnd: readFeedEnd,
  readEntry,
  readValues: readChangeValues,
  chainedFields,
  feedsFor,
};
export type { ChainedEntry };
