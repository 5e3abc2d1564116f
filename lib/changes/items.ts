import * as z from "zod/mini";
import { type AuditType, auditVerbs } from "../records/changes.ts";
import { type RecordKind, recordKindList } from "../records/kinds.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, root } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Chained, hashOf } from "../vocabulary/chain.ts";
import { auditVerbFor } from "./audience.ts";

const audience = z.object({ path: z.array(z.string()), adminOnly: z.boolean() });

const feedEntryFields = {
  id: z.string(),
  at: z.string(),
  kind: z.enum(recordKindList),
  resourceId: z.string(),
  href: z.string(),
  client: z.string(),
  /** The partition of the record, or of what it is a part of: what changed is kept by it. */
  record: z.string(),
  /** Told in the audit alone. */
  special: z.optional(z.enum(auditVerbs)),
  before: z.optional(audience),
  after: z.optional(audience),
  digest: z.string(),
};
const feedEntry = z.object(feedEntryFields);

/** A change as every feed tells it. */
export type FeedEntry = z.output<typeof feedEntry>;

const chainedEntry = z.object({
  ...feedEntryFields,
  number: z.int(),
  previous: z.string(),
  hash: z.string(),
});

/** An entry of a feed: a change, its number there, and the hash that chains it to the one before. */
export type ChainedEntry = z.output<typeof chainedEntry>;

/** What the audit of a feed says of a change: as an administrator of that feed's organisation sees it. */
export const chainedFields = (feed: string, entry: Omit<ChainedEntry, "hash">): Chained<AuditType, RecordKind> => {
  const { number, id, at, kind, resourceId, href, client, digest, previous } = entry;
  const type = auditTypeFor(feed === root ? null : feed, entry);
  return { number, id, at, type, resource: { kind, id: resourceId, href }, client, digest, previous };
};

export const auditTypeFor = (organisationId: string | null, change: FeedEntry): AuditType => {
  const verb = auditVerbFor({ organisationId, isAdmin: true }, change, change.special);
  if (!verb) throw new TypeError(`The change ${change.id} is not to be told here`);
  return `${change.kind}.${verb}` as AuditType;
};

/** The next entry of a feed. */
export const nextEntry = (feed: string, last: { number: number; hash: string }, change: FeedEntry): ChainedEntry => {
  const entry = { ...change, number: last.number + 1, previous: last.hash };
  return { ...entry, hash: hashOf(chainedFields(feed, entry)) };
};

export const entryItemOf = (feed: string, entry: ChainedEntry): Item => ({
  ...keys.feedEntry(feed, entry.number),
  ...entry,
});

/** Reads an item; throws where it is not what we write. */
export const readEntry = (item: Item): ChainedEntry => decodeStored(chainedEntry, item);

const changeItem = z.object({
  id: z.string(),
  resourceId: z.string(),
  /** Base64url; goes with the changes when they are erased, so that the digest can no longer be guessed at. */
  salt: z.optional(z.string()),
  /** JSON of the fields that changed. */
  changes: z.optional(z.string()),
  /** The number of its entry in each feed. */
  numbers: z.record(z.string(), z.int()),
});
/** What changed in a change, kept apart from the feeds: the only place of the audit that holds what people wrote. */
export type ChangeValues = z.output<typeof changeItem>;
export const readChangeValues = (item: Item): ChangeValues => decodeStored(changeItem, item);
