import * as z from "zod/mini";
import { type AuditType, auditVerbs, type ChangeKind, changeKindList } from "../records/changes.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, root } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Chained, hashOf } from "../vocabulary/chain.ts";
import { auditVerbFor } from "./sight.ts";

const sight = z.object({ path: z.array(z.string()), adminOnly: z.boolean() });

const told = {
  id: z.string(),
  at: z.string(),
  kind: z.enum(changeKindList),
  resourceId: z.string(),
  href: z.string(),
  client: z.string(),
  /** The partition of the record, or of what it is a part of: what changed is kept by it. */
  record: z.string(),
  /** Told in the audit alone. */
  special: z.optional(z.enum(auditVerbs)),
  before: z.optional(sight),
  after: z.optional(sight),
  digest: z.string(),
};
const toldChange = z.object(told);

/** A change as every feed tells it. */
export type ToldChange = z.output<typeof toldChange>;

const entryItem = z.object({
  ...told,
  number: z.int(),
  previous: z.string(),
  hash: z.string(),
});

/** An entry of a feed: a change, its number there, and the hash that chains it to the one before. */
export type Entry = z.output<typeof entryItem>;

/** What the audit of a feed says of a change: as an administrator of that feed's organisation sees it. */
export const chained = (feed: string, entry: Omit<Entry, "hash">): Chained<AuditType, ChangeKind> => {
  const { number, id, at, kind, resourceId, href, client, digest, previous } = entry;
  const type = auditTypeFor(feed === root ? null : feed, entry);
  return { number, id, at, type, resource: { kind, id: resourceId, href }, client, digest, previous };
};

export const auditTypeFor = (organisationId: string | null, change: ToldChange): AuditType => {
  const verb = auditVerbFor({ organisationId, isAdmin: true }, change, change.special);
  if (!verb) throw new TypeError(`The change ${change.id} is not to be told here`);
  return `${change.kind}.${verb}` as AuditType;
};

/** The next entry of a feed. */
export const entryAfter = (feed: string, last: { number: number; hash: string }, change: ToldChange): Entry => {
  const entry = { ...change, number: last.number + 1, previous: last.hash };
  return { ...entry, hash: hashOf(chained(feed, entry)) };
};

export const entryItemOf = (feed: string, entry: Entry): Item => ({ ...keys.feedEntry(feed, entry.number), ...entry });

/** Reads an item; throws where it is not what we write. */
export const readEntry = (item: Item): Entry => decodeStored(entryItem, item);

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
export type ChangeDetails = z.output<typeof changeItem>;
export const readDetails = (item: Item): ChangeDetails => decodeStored(changeItem, item);
