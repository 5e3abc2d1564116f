import { keys } from "../table/keys.ts";
import { type Key, update, type Write } from "../table/write.ts";
import { parseRecordKey } from "./kinds.ts";

/** Who writes, and when: an RFC 3339 instant. */
export type Stamp = { by: string; at: string };

/** Seconds a note of a deletion is kept: longer than any retry or replay that may still ask for it. */
const kept = 60 * 86_400;

/** A note beside the deletion of a record that others are found by: what is to be known of it afterwards. */
export const tombstone = (record: Key, known: Attributes = {}): Write =>
  update(keys.deletion(record), setting({ ...known, of: record.pk }));

/**
 * The same writes, with every record saying who changed it last, and a note beside every deletion of a record. Parts that
 * go with their member or meeting need none of their own.
 */
export const withAuditStamp = (writes: readonly Write[], stamp: Stamp): Write[] => {
  const noted = new Set(writes.flatMap((write) => (isNote(write) ? [write.key.pk] : [])));
  const deleted = writes.flatMap((write) => (write.kind === "delete" && parseRecordKey(write.key) ? [write.key] : []));
  const whole = new Set(deleted.flatMap((key) => (parseRecordKey(key)?.owner.sk === key.sk ? [key.pk] : [])));
  const own = deleted.filter((key) => !noted.has(keys.deletion(key).pk));
  const needed = own.filter((key) => parseRecordKey(key)?.owner.sk === key.sk || !whole.has(key.pk));
  return [...writes, ...needed.map((key) => tombstone(key))].map((write) => marked(write, stamp));
};

const isNote = (write: Write) => write.key.pk.startsWith(notes);
const notes = keys.deletion({ pk: "", sk: "" }).pk.slice(0, -1);

const marked = (write: Write, { by, at }: Stamp): Write => {
  if (isNote(write)) return withSet(write, { by, at, expiresAt: Math.floor(Date.parse(at) / 1_000) + kept });
  if (!parseRecordKey(write.key)) return write;
  return write.kind === "put" ? { ...write, item: { ...write.item, by } } : withSet(write, { by });
};

/** An update that sets attributes more. Those of records that set nothing only count who names them. */
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

type Attributes = Readonly<Record<string, string | number>>;

/** What an update needs to set attributes, whatever their names mean to DynamoDB. */
const setting = (attributes: Attributes) => {
  const all = Object.entries(attributes);
  return {
    update: `SET ${all.map(([name]) => `#${name} = :${name}`).join(", ")}`,
    names: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(all.map(([name, value]) => [`:${name}`, value])),
  };
};
