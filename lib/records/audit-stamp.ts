import { keys } from "../table/keys.ts";
import { type Key, update, type Write } from "../table/write.ts";
import { parseRecordKey } from "./kinds.ts";

/** Who writes, and when: an RFC 3339 instant. */
export type Stamp = { by: string; at: string };

/** Seconds for which a tombstone is stored: longer than any retry or replay that may read it. */
const tombstoneLifetime = 60 * 86_400;

/**
 * Stores who deleted a record, when, and what must be known of it afterwards. One with a `path`, from the top down to the
 * organisation that it was in, does not expire: audit and personal data of a deleted record outlive it.
 */
export const tombstone = (record: Key, known: Attributes = {}): Write =>
  update(keys.tombstone(record), setting({ ...known, of: record.pk }));

/**
 * Adds the last writer to every record and a tombstone to every deletion. Parts that are deleted with their member or meeting
 * need no tombstone.
 */
export const withAuditStamp = (writes: readonly Write[], stamp: Stamp): Write[] => {
  const withTombstone = new Set(writes.flatMap((write) => (isTombstone(write) ? [write.key.pk] : [])));
  const deleted = writes.flatMap((write) => (write.kind === "delete" && parseRecordKey(write.key) ? [write.key] : []));
  const deletedOwners = new Set(deleted.flatMap((key) => (parseRecordKey(key)?.owner.sk === key.sk ? [key.pk] : [])));
  const own = deleted.filter((key) => !withTombstone.has(keys.tombstone(key).pk));
  const needed = own.filter((key) => parseRecordKey(key)?.owner.sk === key.sk || !deletedOwners.has(key.pk));
  return [...writes, ...needed.map((key) => tombstone(key))].map((write) => stamped(write, stamp));
};

const isTombstone = (write: Write) => write.key.pk.startsWith(tombstonePrefix);
const tombstonePrefix = keys.tombstone({ pk: "", sk: "" }).pk.slice(0, -1);

const stamped = (write: Write, { by, at }: Stamp): Write => {
  if (isTombstone(write)) {
    const isKept = write.kind === "update" && ":path" in write.values;
    const expiresAt = Math.floor(Date.parse(at) / 1_000) + tombstoneLifetime;
    return withSet(write, { by, at, ...(isKept ? {} : { expiresAt }) });
  }
  if (!parseRecordKey(write.key)) return write;
  return write.kind === "put" ? { ...write, item: { ...write.item, by } } : withSet(write, { by });
};

/** Adds attributes to an update. Updates of records that set nothing only count references. */
const withSet = (write: Write, attributes: Attributes): Write => {
  if (write.kind !== "update" || !write.update.startsWith("SET ")) return write;
  const more = setting(attributes);
  return {
    ...write,
    update: `${more.update}, ${write.update.slice("SET ".length)}`,
    names: { ...write.names, ...more.names },
    values: { ...write.values, ...more.values },
  };
};

type Attributes = Readonly<Record<string, string | number | readonly string[]>>;

/** The expression that sets attributes; names are escaped since DynamoDB reserves some. */
const setting = (attributes: Attributes) => {
  const all = Object.entries(attributes);
  return {
    update: `SET ${all.map(([name]) => `#${name} = :${name}`).join(", ")}`,
    names: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
  };
};
