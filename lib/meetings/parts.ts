import type * as z from "zod/mini";
import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import type { RecordKind } from "../records/kinds.ts";
import { addReference, countsReferences, inUse, type ReferenceChange } from "../records/references.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { resultOf } from "../records/versions.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { sameContent } from "../shared/merge-patch.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { invalidInput, notFound, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import {
  deleteItem,
  type Item,
  idempotentUpdate,
  insert,
  type Key,
  keyOf,
  type OnConditionFailed,
  type Write,
} from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { assertMeetingUnchanged, decrementPartCount, incrementPartCount } from "./items.ts";
import { requireMeeting, requireMeetingAnd } from "./reads.ts";

/** Fields of every part of a meeting that has an id of its own. */
export type PartRecord = { id: string; createdAt: string; updatedAt: string };

export type PartKind<T extends PartRecord> = {
  key: (meetingId: string, id: string) => Key;
  /** All parts of a meeting in their order. */
  range: (meetingId: string) => Range;
  schema: z.ZodMiniType<T>;
  /** Attributes of the index that lists it. */
  listAttributes?: (meetingId: string, record: T) => { inGroup: string; sort: string } | undefined;
};

/** A kind of part that callers create and update by one input, which may refer to an attendee. */
export type EditablePartKind<I extends object, T extends PartRecord> = PartKind<T> & {
  name: RecordKind;
  input: { shape: object; _zod: { output: I } };
  /** The field that refers to an attendee of the same meeting. */
  attendeeField: keyof I & keyof T & string;
  /** The record as a patch finds it, without what is derived from other fields of the input; by default as it is. */
  patchable?: (record: T) => object;
  /** The accepted input with its defaults and derived fields. */
  complete: (input: I, before: T | undefined) => Omit<T, keyof PartRecord>;
  /** Throws for a part that can no longer be changed or deleted. */
  assertEditable?: (record: T) => void;
};

export type PartId = { meetingId: string; id: string };

/** The range of parts whose sort keys begin alike, in order of entry. */
export const partsWithPrefix = (prefix: string) => (meetingId: string) => ({
  partition: keys.meeting(meetingId).pk,
  prefix,
});

/** The item of a new part. `refs` counts the parts and awards that refer to it. */
export const partItemOf = <T extends PartRecord>(kind: PartKind<T>, meetingId: string, record: T): Item => ({
  ...kind.key(meetingId, record.id),
  ...record,
  ...kind.listAttributes?.(meetingId, record),
  version: 1,
  refs: 0,
});

/** A part as it was read, with the other items of the same batch. */
type FoundPart<T> = { item: Item; record: T; version: number; items: (Item | undefined)[] };

/** Reads a part with its meeting and up to 97 other items in one round trip. Throws 404. */
export const requirePart = async <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  { meetingId, id, others = [] }: PartId & { others?: readonly Key[] },
): Promise<FoundPart<T>> => {
  const found = await requireMeetingAnd(context, meetingId, [kind.key(meetingId, id), ...others]);
  const [item, ...items] = found.items;
  if (!item) throw notFound();
  return { item, record: decodeStored(kind.schema, item), version: Number(item.version), items };
};

/** A part with its version. Throws 404. */
export const getPart = async <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  part: PartId,
): Promise<Result> => resultOf(await requirePart(context, kind, part));

/** A page of a meeting's parts in their order, in one round trip. Throws 404 where the caller does not see the meeting. */
export const listParts = <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  { meetingId, page }: { meetingId: string; page: PageRequest },
): Promise<Page<T>> => {
  const mapper = requireMeeting(context, meetingId).then(() => (item: Item) => decodeStored(kind.schema, item));
  return readPage(context.table, [{ ...kind.range(meetingId), consistency: "eventual" }], page, mapper, false);
};

/** Adds a part to a meeting, at the version of the meeting that is named, if any. Throws 404, 412, `invalid-input`. */
export const addPart = async <I extends object, T extends PartRecord>(
  context: RequestContext,
  kind: EditablePartKind<I, T>,
  {
    meetingId,
    precondition,
    validation,
  }: { meetingId: string; precondition?: Precondition | undefined; validation: InputValidation<I> },
): Promise<Result> => {
  const attendeeId = attendeeIdIn(kind, validation.value);
  const { meeting, items } = await requireMeetingAnd(context, meetingId, attendeeKeys(meetingId, attendeeId));
  checkPrecondition(precondition, meeting.version);
  checkPartReference(validation, `/${kind.attendeeField}`, { id: attendeeId, item: items[0] });
  const fields = { id: context.newId(), createdAt: context.now, updatedAt: context.now };
  const record = { ...kind.complete(validation.valueOrThrow(), undefined), ...fields } as T;
  const writes = [
    insert(partItemOf(kind, meetingId, record)),
    ...(precondition ? [assertMeetingUnchanged(meeting, { precondition })] : []),
    ...attendeeReferenceWrites(meetingId, kind.name, { after: attendeeId, pointer: `/${kind.attendeeField}` }),
    incrementPartCount(meetingId),
  ];
  return context.commit(writes, { record, version: 1, created: true });
};

/** Updates a part. Throws 404, 428, 412, `invalid-input`, or what `assertEditable` throws. */
export const updatePart = async <I extends object, T extends PartRecord>(
  context: RequestContext,
  kind: EditablePartKind<I, T>,
  { meetingId, id, ...update }: PartId & RecordUpdate<I>,
): Promise<Result> => {
  // The attendee that the patch names is read in the same batch as the part.
  const named = attendeeIdIn(kind, update.change({}).value);
  const part = { meetingId, id, others: attendeeKeys(meetingId, named) };
  const { item, items, record, version } = await requirePart(context, kind, part);
  const pointer = `/${kind.attendeeField}`;
  const validation = patchedInput(kind.input, { record: kind.patchable?.(record) ?? record, version }, update);
  checkPartReference(validation, pointer, { id: named, item: items[0] });
  const input = validation.valueOrThrow();
  kind.assertEditable?.(record);
  const { createdAt, updatedAt } = record;
  const same = { ...kind.complete(input, record), id, createdAt, updatedAt } as T;
  if (sameContent(same, record)) return { record, version };
  const after = { ...same, updatedAt: context.now };
  const writes = [
    updateAtVersion(item, { ...partItemOf(kind, meetingId, after), version: version + 1 }),
    ...attendeeReferenceWrites(meetingId, kind.name, {
      before: attendeeIdIn(kind, record),
      after: attendeeIdIn(kind, after),
      pointer,
    }),
  ];
  return context.commit(writes, { record: after, version: version + 1 });
};

/** Deletes a part. Throws 404, 428, 412, 409 `in-use` where another part refers to it, or what `assertEditable` throws. */
export const deletePart = <I extends object, T extends PartRecord>(
  context: RequestContext,
  kind: EditablePartKind<I, T>,
  { meetingId, id, precondition }: PartId & { precondition: Precondition | undefined },
): Promise<undefined> =>
  deleteRecord(context, requirePart(context, kind, { meetingId, id }), {
    precondition,
    writes: (found) => {
      kind.assertEditable?.(found.record);
      return [
        deletePartWrite(found),
        ...attendeeReferenceWrites(meetingId, kind.name, { before: attendeeIdIn(kind, found.record), pointer: "" }),
        decrementPartCount(meetingId),
      ];
    },
  });

const attendeeIdIn = ({ attendeeField }: { attendeeField: string }, fields: object) =>
  (fields as Record<string, string | undefined>)[attendeeField];

const attendeeKeys = (meetingId: string, id: string | undefined) =>
  id === undefined ? [] : [keys.attendee(meetingId, id)];

/** Deletes a part that was read and to which nothing refers. */
export const deletePartWrite = ({ item, version }: Pick<FoundPart<unknown>, "item" | "version">): Write =>
  deleteItem(
    keyOf(item),
    { expression: "version = :version AND refs = :none", values: { ":version": version, ":none": 0 } },
    (old) => (old ? (old.version === version ? inUse(old) : new Problem("stale")) : notFound()),
  );

/** Adds an error where the part that an input refers to is not in the meeting. */
export const checkPartReference = (
  validation: InputValidation<object>,
  pointer: string,
  { id, item }: { id: string | undefined; item: Item | undefined },
): void => {
  if (id !== undefined && !item) validation.addError(pointer, "unknown-reference");
};

/** Counts a reference to an attendee, who then cannot be removed. */
export const addAttendeeReference = (
  { meetingId, id }: PartId,
  change: ReferenceChange,
  onConditionFailed?: OnConditionFailed,
): Write => addReference(keys.attendee(meetingId, id), change, onConditionFailed);

/** Counts the reference to an attendee that a part gains, and the one that it loses. */
export const attendeeReferenceWrites = (
  meetingId: string,
  by: RecordKind,
  { before, after, pointer }: { before?: string | undefined; after?: string | undefined; pointer: string },
): Write[] => {
  if (before === after) return [];
  const unknown = () => invalidInput([{ pointer, code: "unknown-reference" }]);
  return [
    ...(before === undefined ? [] : [addAttendeeReference({ meetingId, id: before }, { by, count: -1 })]),
    ...(after === undefined ? [] : [addAttendeeReference({ meetingId, id: after }, { by, count: 1 }, unknown)]),
  ];
};

/** Updates the content of an item at the version that was read; its count of references may have changed since. */
export const updateAtVersion = (before: Item, after: Item): Write => {
  if (Buffer.byteLength(JSON.stringify(after)) > limits.itemBytes) {
    throw invalidInput([{ pointer: "", code: "record-too-large", values: { maximum: limits.itemBytes } }]);
  }
  const set = Object.entries(after).filter(([name, value]) => isContent(name) && value !== undefined);
  const removed = Object.keys(before).filter((name) => isContent(name) && after[name] === undefined);
  const sets = set.map((_, i) => `#s${i} = :s${i}`).join(", ");
  const removes = removed.map((_, i) => `#r${i}`).join(", ");
  return idempotentUpdate(
    keyOf(before),
    {
      update: `SET ${sets}${removes && ` REMOVE ${removes}`}`,
      names: {
        ...Object.fromEntries(set.map(([name], i) => [`#s${i}`, name])),
        ...Object.fromEntries(removed.map((name, i) => [`#r${i}`, name])),
      },
      values: Object.fromEntries(set.map(([, value], i) => [`:s${i}`, value])),
      condition: { expression: "version = :version", values: { ":version": before.version } },
    },
    (old) => (old ? new Problem("stale") : notFound()),
  );
};

const isContent = (name: string) =>
  !["pk", "sk", "writtenBy", "by", "idempotencyPk"].includes(name) && !countsReferences(name);
