import * as z from "zod/mini";
import { type AuditType, auditVerbs } from "../records/change-types.ts";
import { type RecordKind, recordKindList } from "../records/kinds.ts";
import { decodeStored } from "../shared/decode-stored.ts";
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
  /** Partition of the record, or of the record that it is a part of: the changed values are stored by it. */
  record: z.string(),
  /** Set for entries that only the audit shows. */
  special: z.optional(z.enum(auditVerbs)),
  before: z.optional(audience),
  after: z.optional(audience),
  digest: z.string(),
};
const feedEntry = z.object(feedEntryFields);

/** A published change, the same in every feed. */
export type FeedEntry = z.output<typeof feedEntry>;

const chainedEntry = z.object({
  ...feedEntryFields,
  number: z.int(),
  previous: z.string(),
  hash: z.string(),
});

/** An entry of one feed: the change, its number, and the hash that chains it to the entry before. */
export type ChainedEntry = z.output<typeof chainedEntry>;

/** The fields that the hash covers: the change as an administrator of the feed's organisation sees it. */
export const chainedFields = (feed: string, entry: Omit<ChainedEntry, "hash">): Chained<AuditType, RecordKind> => {
  const { number, id, at, kind, resourceId, href, client, digest, previous } = entry;
  const type = auditTypeFor(feed === root ? null : feed, entry);
  return { number, id, at, type, resource: { kind, id: resourceId, href }, client, digest, previous };
};

export const auditTypeFor = (organisationId: string | null, change: FeedEntry): AuditType => {
  const verb = auditVerbFor({ organisationId, isAdmin: true }, change);
  if (!verb) throw new TypeError(`The change ${change.id} does not belong to this feed`);
  return `${change.kind}.${verb}` as AuditType;
};

export const nextEntry = (feed: string, last: { number: number; hash: string }, change: FeedEntry): ChainedEntry => {
  const entry = { ...change, number: last.number + 1, previous: last.hash };
  return { ...entry, hash: hashOf(chainedFields(feed, entry)) };
};

export const entryItemOf = (feed: string, entry: ChainedEntry): Item => ({
  ...keys.feedEntry(feed, entry.number),
  ...entry,
});

export const readEntry = (item: Item): ChainedEntry => decodeStored(chainedEntry, item);

const changeItem = z.object({
  id: z.string(),
  resourceId: z.string(),
  kind: z.optional(z.enum(recordKindList)),
  /** Members whom the change describes, and attendees of the meeting. */
  people: z.optional(z.array(z.string())),
  /** Partition of the stored response to the request that created the record. */
  idempotencyPk: z.optional(z.string()),
  /** Base64url. Erased with the values, so that the digest can no longer be guessed. */
  salt: z.optional(z.string()),
  /** JSON of the fields that changed. */
  changes: z.optional(z.string()),
  /** The number of its entry in each feed. */
  numbers: z.record(z.string(), z.int()),
});
/** The values of a change, stored apart from the feeds: the only part of the audit with personal data. */
export type ChangeValues = z.output<typeof changeItem>;
export const readChangeValues = (item: Item): ChangeValues => decodeStored(changeItem, item);
