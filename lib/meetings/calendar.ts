import * as z from "zod/mini";
import type { Stored } from "../records/versions.ts";
import type { Day } from "../shared/days.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { Problem } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { deleteItem, type Item, keyOf, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { type Meeting, meetingRecord } from "./schema.ts";

/** What the public calendar shows of a meeting. */
const plannedMeeting = z.pick(meetingRecord, {
  id: true,
  organisationId: true,
  title: true,
  date: true,
  startsAt: true,
  startsOn: true,
  partOfDay: true,
  endsAt: true,
  venue: true,
  createdAt: true,
  updatedAt: true,
});
const calendarItem = z.object({ version: z.int() });

/** A planned meeting in the public calendar, with the version of the meeting. */
export type PlannedMeeting = { record: z.output<typeof plannedMeeting>; version: number };

const isInCalendar = (meeting: Stored<Meeting> | undefined) =>
  meeting?.record.visibility === "public" && meeting.record.status === "planned";

/** Keeps the entry of a meeting in the public calendar: it has one while it is public and planned. */
export const calendarWrites = (
  before: Stored<Meeting> | undefined,
  after: Stored<Meeting> | undefined,
  sort: string | undefined,
): Write[] => {
  if (after && isInCalendar(after)) return [putEntry(after, sort)];
  return before && isInCalendar(before) ? [deleteItem(keys.calendarEntry(before.record.id))] : [];
};

const putEntry = ({ record, version }: Stored<Meeting>, sort: string | undefined): Write => {
  const item: Item = {
    ...keys.calendarEntry(record.id),
    ...decodeStored(plannedMeeting, record),
    version,
    inTenant: lists.calendar,
    sort,
  };
  return {
    kind: "put",
    key: keyOf(item),
    item,
    // The meeting itself is written at its version in the same transaction.
    condition: { expression: "attribute_not_exists(pk) OR version < :version", values: { ":version": version } },
    onConditionFailed: () => new Problem("write-conflict"),
  };
};

/** Meetings of past days that are still planned: some that nobody recorded as held or cancelled. */
const overdueMaximum = 50;

/** Public meetings that are planned: the next thousand from today on, and the latest of past days. One round trip. */
export const listPlannedMeetings = async (table: Pick<Table, "query">, today: Day): Promise<PlannedMeeting[]> => {
  const range = { index: "byTenant", partition: lists.calendar } as const;
  const [upcoming, overdue] = await Promise.all([
    table.query({ ...range, from: today, limit: limits.pageReads }),
    table.query({ ...range, below: today, descending: true, limit: overdueMaximum }),
  ]);
  return [...overdue.items.reverse(), ...upcoming.items].map((item) => ({
    record: decodeStored(plannedMeeting, item),
    version: decodeStored(calendarItem, item).version,
  }));
};
