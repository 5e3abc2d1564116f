import type * as z from "zod/mini";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { invalidInput, notFound, Problem } from "../shared/problem.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import {
  deleteItem,
  type Item,
  idempotentUpdate,
  type Key,
  keyOf,
  type OnConditionFailed,
  type Write,
} from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { addAttendeeReference } from "./items.ts";
import { type Attendee, attendeeRecord, documentRecord, guidanceRecord, voteRecord } from "./part-schemas.ts";
import { requireMeeting, requireMeetingAnd, type VisibleMeeting } from "./reads.ts";

/** What all parts of a meeting with ids of their own have in common. */
export type PartRecord = { id: string; createdAt: string; updatedAt: string };

/** A kind of parts: where one stands, where all stand in their order, how one is read. */
export type PartKind<T extends PartRecord> = {
  key: (meetingId: string, id: string) => Key;
  range: (meetingId: string) => Range;
  schema: z.ZodMiniType<T>;
  /** Where else it is listed. */
  listed?: (record: T) => { inGroup: string; sort: string } | undefined;
};

const ofPrefix = (prefix: string) => (meetingId: string) => ({ partition: keys.meeting(meetingId).pk, prefix });

export const attendees = {
  key: keys.attendee,
  range: ofPrefix("ATT#"),
  schema: attendeeRecord,
  listed: ({ memberId, id }: Attendee) =>
    memberId === undefined ? undefined : { inGroup: lists.ofPerson(memberId), sort: id },
};
export const documents = { key: keys.document, range: ofPrefix("DOC#"), schema: documentRecord };
export const votes = { key: keys.vote, range: ofPrefix("VOTE#"), schema: voteRecord };
/** Guidance is listed by its numbers, which the keys do not hold since they change. */
export const guidancePoints = {
  key: keys.guidance,
  range: (meetingId: string): Range => ({ index: "byGroup", partition: lists.ofMeeting(meetingId, "guidance") }),
  schema: guidanceRecord,
};

/** A part as the table keeps it. `refs`: how many parts, or awards, name it. */
export const partItemOf = <T extends PartRecord>(kind: PartKind<T>, meetingId: string, record: T): Item => ({
  ...kind.key(meetingId, record.id),
  ...record,
  ...kind.listed?.(record),
  version: 1,
  refs: 0,
});

/** A part the caller sees, as it was read, and its meeting. */
export type PartInMeeting<T> = { meeting: VisibleMeeting; item: Item; record: T; version: number };

/** Finds a part and reads other items of the table along, all in one round trip. Throws 404. */
export const requirePart = async <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  meetingId: string,
  id: string,
  others: readonly Key[] = [],
): Promise<PartInMeeting<T> & { items: (Item | undefined)[] }> => {
  const { meeting, items } = await requireMeetingAnd(context, meetingId, [kind.key(meetingId, id), ...others]);
  const [item, ...rest] = items;
  if (!item) throw notFound();
  return { meeting, item, record: decodeStored(kind.schema, item), version: Number(item.version), items: rest };
};

/** A part with its version. Throws 404. */
export const getPart = async <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  meetingId: string,
  id: string,
): Promise<Result> => {
  const { record, version } = await requirePart(context, kind, meetingId, id);
  return { record, version };
};

/** A page of a meeting's parts in their order, in one round trip. Throws 404 where the caller does not see the meeting. */
export const listParts = <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  meetingId: string,
  request: PageRequest,
): Promise<Page<T>> => {
  const keep = requireMeeting(context, meetingId).then(() => (item: Item) => decodeStored(kind.schema, item));
  return readPage(context.table, [{ ...kind.range(meetingId), consistency: "eventual" }], request, keep, false);
};

const unnamed: (version: number) => OnConditionFailed = (version) => (old) => {
  if (!old) return notFound();
  return new Problem(old.version === version ? "in-use" : "stale");
};

/** Takes away a part that was read and that nothing names. */
export const deletePartWrite = ({ item, version }: Pick<PartInMeeting<unknown>, "item" | "version">): Write =>
  deleteItem(
    { pk: item.pk, sk: item.sk },
    { expression: "version = :version AND refs = :none", values: { ":version": version, ":none": 0 } },
    unnamed(version),
  );

/** Adds a fault where a part that a draft names was looked for in the meeting and not found. */
export const checkPartReference = (
  validation: InputValidation<object>,
  pointer: string,
  named: string | undefined,
  found: Item | undefined,
): void => {
  if (named !== undefined && !found) validation.addError(pointer, "unknown-reference");
};

const gone =
  (pointer: string): OnConditionFailed =>
  () =>
    invalidInput([{ pointer, code: "unknown-reference" }]);

/** The writes that follow when a part names an attendee it did not name before, or no longer names one. */
export const attendeeReferenceWrites = (
  meetingId: string,
  before: string | undefined,
  after: string | undefined,
  pointer: string,
): Write[] => {
  if (before === after) return [];
  return [
    ...(before === undefined ? [] : [addAttendeeReference(meetingId, before, -1)]),
    ...(after === undefined ? [] : [addAttendeeReference(meetingId, after, 1, gone(pointer))]),
  ];
};

/** Counted beside the record by those who name it; a change of the record must not set it back. */
const counter = "refs";

const stale: OnConditionFailed = (old) => (old ? new Problem("stale") : notFound());

/**
 * Changes an item from what was read to what it is to be, attribute by attribute, at the version that was read: others
 * may add to its count of references meanwhile.
 */
export const updateAtVersion = (before: Item, after: Item): Write => {
  if (Buffer.byteLength(JSON.stringify(after)) > limits.itemBytes) {
    throw invalidInput([{ pointer: "", code: "record-too-large", values: { maximum: limits.itemBytes } }]);
  }
  const given = Object.entries(after).filter(([name, value]) => isContent(name) && value !== undefined);
  const lost = Object.keys(before).filter((name) => isContent(name) && after[name] === undefined);
  const sets = given.map((_, i) => `#s${i} = :s${i}`).join(", ");
  const removes = lost.map((_, i) => `#r${i}`).join(", ");
  return idempotentUpdate(
    keyOf(before),
    {
      update: `SET ${sets}${removes && ` REMOVE ${removes}`}`,
      names: {
        ...Object.fromEntries(given.map(([name], i) => [`#s${i}`, name])),
        ...Object.fromEntries(lost.map((name, i) => [`#r${i}`, name])),
      },
      values: Object.fromEntries(given.map(([, value], i) => [`:s${i}`, value])),
      condition: { expression: "version = :seen", values: { ":seen": before.version } },
    },
    stale,
  );
};

const isContent = (name: string) => !["pk", "sk", "writtenBy", "by", "answeredIn", counter].includes(name);
