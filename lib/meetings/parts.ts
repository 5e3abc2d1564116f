import type * as z from "zod/mini";
import type { Outcome, RequestContext } from "../records/request-context.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import { deleteItem, type Item, type Key, type OnConditionFailed, type Write } from "../table/write.ts";
import { type Attendee, attendeeRecord } from "./attendee-schema.ts";
import { documentRecord } from "./document-schema.ts";
import { requireSeenMeeting, requireSeenWith, type SeenMeeting } from "./find.ts";
import { guidanceRecord } from "./guidance-schema.ts";
import { voteRecord } from "./vote-schema.ts";

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
export type FoundPart<T> = { meeting: SeenMeeting; item: Item; record: T; version: number };

/** Finds a part and reads other items of the table along, all in one round trip. Throws 404. */
export const requirePart = async <T extends PartRecord>(
  context: RequestContext,
  kind: PartKind<T>,
  meetingId: string,
  id: string,
  others: readonly Key[] = [],
): Promise<FoundPart<T> & { items: (Item | undefined)[] }> => {
  const { meeting, items } = await requireSeenWith(context, meetingId, [kind.key(meetingId, id), ...others]);
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
): Promise<Outcome> => {
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
  const keep = requireSeenMeeting(context, meetingId).then(() => (item: Item) => decodeStored(kind.schema, item));
  return readPage(context.table, [{ ...kind.range(meetingId), mayLag: true }], request, keep, false);
};

const unnamed: (version: number) => OnConditionFailed = (version) => (old) => {
  if (!old) return notFound();
  return new Problem(old.version === version ? "in-use" : "stale");
};

/** Takes away a part that was read and that nothing names. */
export const removePart = ({ item, version }: Pick<FoundPart<unknown>, "item" | "version">): Write =>
  deleteItem(
    { pk: item.pk, sk: item.sk },
    { expression: "version = :version AND refs = :none", values: { ":version": version, ":none": 0 } },
    unnamed(version),
  );
