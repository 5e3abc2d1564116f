import { createHash } from "node:crypto";
import { type AuditVerb, type ChangeVerb, serviceClient } from "../records/change-types.ts";
import { parseRecordKey, type RecordRef } from "../records/kinds.ts";
import { derivedId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import { type Item, type Key, keyOf } from "../table/write.ts";
import { table } from "../vocabulary/table.ts";

/** An item before and after a write, as the stream reports it. */
export type ItemImages = {
  before?: Item | undefined;
  after?: Item | undefined;
  /** Approximate time of the write, RFC 3339. */
  seenAt: string;
};

/** One change of one record, before its audience is known. */
export type RecordChange = {
  name: RecordRef;
  key: Key;
  verb: ChangeVerb | AuditVerb;
  before: Item | undefined;
  after: Item | undefined;
  seenAt: string;
  /** A restore wrote the record; most likely its change was published long ago. */
  isRestored: boolean;
};

const personalDataRequests: Readonly<Record<string, AuditVerb>> = { [keys.memberErasure("").sk]: "erased" };
const exportPrefix = keys.memberExport("", "").sk;

/** The change between two images; undefined if no record changed: a counter, a guard, a list. */
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

/** The tombstone of a deleted meeting, which exists until its parts are deleted, is no record. */
const unlessDeleted = (item: Item | undefined) => (item?.deletedAt === undefined ? item : undefined);

const verbOf = (before: Item | undefined, after: Item | undefined): ChangeVerb | undefined => {
  // Records begin at version 1: one that appears at a later version was restored, and its last change has the id of an update.
  if (!before) return after && (Number(after.version ?? 1) > 1 ? "updated" : "created");
  if (!after) return "deleted";
  // Reference counts are stored in the same item; only a new version is a change of the record.
  return before.version === after.version ? undefined : "updated";
};

/** The export or erasure of a person's data: an audit entry of the member. */
const personalDataRequest = (key: Key, after: Item, verb: AuditVerb, seenAt: string): RecordChange | undefined => {
  const name = parseRecordKey({ pk: key.pk, sk: keys.member("").sk });
  return name && { name, key, verb, before: undefined, after, seenAt, isRestored: hasNewRestoreMark(undefined, after) };
};

/** Undefined for what the service deleted by itself. */
type Tombstone = Item | undefined;

/** Time of the change, RFC 3339: from the record, for a deletion from its tombstone. */
export const changedAt = ({ verb, after, seenAt }: RecordChange, tombstone: Tombstone): string => {
  const at = verb === "deleted" ? tombstone?.at : (after?.updatedAt ?? after?.at);
  return typeof at === "string" ? at : seenAt;
};

/** Client that made the change. */
export const changedBy = ({ verb, after }: RecordChange, tombstone: Tombstone): string => {
  const by = verb === "deleted" ? tombstone?.by : after?.by;
  return typeof by === "string" ? by : serviceClient;
};

/** Id of a change: deterministic, sortable by time, and for one record by version. */
export const changeIdOf = ({ key, verb, before, after }: RecordChange, at: string): string => {
  const order = verb === "deleted" ? Number(before?.version ?? 0) + 1 : Number(after?.version ?? 0);
  const digest = createHash("sha256")
    .update(JSON.stringify([key.pk, key.sk, verb, order]))
    .digest();
  return derivedId(Date.parse(at), order, digest);
};
