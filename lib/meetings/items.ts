import * as z from "zod/mini";
import { vietnamTimeOf } from "../shared/days.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Meeting, meetingRecord } from "./schema.ts";

/** A meeting as the table keeps it, with its version and the home it belongs to. */
export type StoredMeeting = { record: Meeting; version: number; tenantId: string };

const meetingItem = z.object({ ...itemFields, tenantId: z.string() });

/** Where a meeting whose hour is not known stands in its day. */
const hours: Record<NonNullable<Meeting["partOfDay"]>, string> = {
  day: "00",
  morning: "06",
  afternoon: "12",
  evening: "18",
};

const timeOf = ({ startsAt, partOfDay = "day" }: Meeting) => (startsAt ? vietnamTimeOf(startsAt) : hours[partOfDay]);

/** Meetings sort by day, then time; the id makes the place in the list unique. */
export const sortOf = (record: Meeting) => `${record.date}T${timeOf(record)}#${record.id}`;

export const meetingItemOf = ({ record, version, tenantId }: StoredMeeting): Item => ({
  ...keys.meeting(record.id),
  ...record,
  version,
  tenantId,
  inTenant: lists.inTenant(tenantId, "meeting"),
  inUnit: lists.inUnit(record.organisationId, "meeting"),
  inGroup: lists.ofKind(tenantId, "meeting", record.kind),
  sort: sortOf(record),
});

/** Reads an item; throws where it is not what we write. */
export const readMeeting = (item: Item): StoredMeeting => {
  const { version, tenantId } = decodeStored(meetingItem, item);
  return { record: decodeStored(meetingRecord, item), version, tenantId };
};

const goneItem = z.object({ ...itemFields, id: z.string(), organisationId: z.string(), tenantId: z.string() });

/** What stands for a deleted meeting while its parts are being taken away: only whose it was. */
export type GoneMeeting = z.output<typeof goneItem>;

export const goneItemOf = ({ record, version, tenantId }: StoredMeeting, deletedAt: string): Item => ({
  ...keys.meeting(record.id),
  id: record.id,
  organisationId: record.organisationId,
  tenantId,
  version: version + 1,
  deletedAt,
});

/** The deleted meeting that an item stands for; undefined for one that lives. */
export const readGone = (item: Item): GoneMeeting | undefined =>
  item.deletedAt === undefined ? undefined : decodeStored(goneItem, item);
