import { createHash } from "node:crypto";
import type { AuditVerb, ChangeVerb } from "../records/changes.ts";
import { serviceClient } from "../records/changes.ts";
import { parseRecordKey, type RecordRef } from "../records/kinds.ts";
import { derivedId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import { type Item, type Key, keyOf } from "../table/write.ts";
import { table } from "../vocabulary/table.ts";

/** An item of the table before and after a write, as the stream tells it. */
export type ItemImages = {
  before?: Item | undefined;
  after?: Item | undefined /** When, RFC 3339; near enough. */;
  seenAt: string;
};

/** One change of one record, before it is known who may see it. */
export type RecordChange = {
  name: RecordRef;
  key: Key;
  verb: ChangeVerb | AuditVerb;
  before: Item | undefined;
  after: Item | undefined;
  seenAt: string;
  /** A restore put the record back; most likely its change was told long ago. */
  isRestored: boolean;
};

const personalDataRequests: Readonly<Record<string, AuditVerb>> = { [keys.memberErasure("").sk]: "erased" };
const exportPrefix = keys.memberExport("", "").sk;

/** The change of a record that two images tell of; undefined where no record changed: a counter, a guard, a list. */
export const recordChange = ({ before, after, seenAt }: ItemImages): RecordChange | undefined => {
  const item = after ?? before;
  if (!item) throw new TypeError("A stream record without an image");
  const key = keyOf(item);
  const request = personalDataRequests[key.sk] ?? (key.sk.startsWith(exportPrefix) ? "exported" : undefined);
  if (request) return after && !before ? personalDataRequest(key, after, request, seenAt) : undefined;
  const name = parseRecordKey(key);
  const verb = name && verbOf(unlessDeleted(before), unlessDeleted(after));
  if (!verb) return undefined;
  const isRestored = hasNewRestoreMark(before, after);
  return { name, key, verb, before: unlessDeleted(before), after: unlessDeleted(after), seenAt, isRestored };
};

const hasNewRestoreMark = (before: Item | undefined, after: Item | undefined) => {
  const mark = after?.[table.restoreAttribute];
  return mark !== undefined && mark !== before?.[table.restoreAttribute];
};

/** What a deleted meeting leaves until its parts are taken away is no record any more. */
const unlessDeleted = (item: Item | undefined) => (item?.deletedAt === undefined ? item : undefined);

const verbOf = (before: Item | undefined, after: Item | undefined): ChangeVerb | undefined => {
  // Records begin at version 1: one that comes later in its life was put back, and its last change bears the id of an update.
  if (!before) return after && (Number(after.version ?? 1) > 1 ? "updated" : "created");
  if (!after) return "deleted";
  // Counters of what names a record stand beside it; only a new version is another record.
  return before.version === after.version ? undefined : "updated";
};

/** Somebody asked for a person's data, or for its erasure: told of the member. */
const personalDataRequest = (key: Key, after: Item, verb: AuditVerb, seenAt: string): RecordChange | undefined => {
  const name = parseRecordKey({ pk: key.pk, sk: keys.member("").sk });
  return name && { name, key, verb, before: undefined, after, seenAt, isRestored: hasNewRestoreMark(undefined, after) };
};

/** What is known of a deletion, out of its note; none stands beside what the service deleted by itself. */
type Tombstone = Item | undefined;

/** When it happened, RFC 3339: the record says so itself, of a deletion the note beside it. */
export const changedAt = ({ verb, after, seenAt }: RecordChange, deletion: Tombstone): string => {
  const told = verb === "deleted" ? deletion?.at : (after?.updatedAt ?? after?.at);
  return typeof told === "string" ? told : seenAt;
};

/** Which client did it. */
export const changedBy = ({ verb, after }: RecordChange, deletion: Tombstone): string => {
  const told = verb === "deleted" ? deletion?.by : after?.by;
  return typeof told === "string" ? told : serviceClient;
};

/** The id of a change: the same however often the stream tells of it, sortable by time, and of one record by version. */
export const changeIdOf = ({ key, verb, before, after }: RecordChange, at: string): string => {
  const order = verb === "deleted" ? Number(before?.version ?? 0) + 1 : Number(after?.version ?? 0);
  const digest = createHash("sha256")
    .update(JSON.stringify([key.pk, key.sk, verb, order]))
    .digest();
  return derivedId(Date.parse(at), order, digest);
};
