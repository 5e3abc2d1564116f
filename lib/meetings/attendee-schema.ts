import * as z from "zod/mini";
import { name, pageOf, recordFields, reference, title } from "../shared/schema.ts";

/** Attendees that one request may add (product: attendee): two writes each fit one transaction. */
export const attendeesAtOnce = 45;
/** People that a group may stand for: more than the Party has members. */
const groupMaximum = 10_000_000;

export const attendeeRoles = ["chair", "host", "superior", "presenter", "secretary", "participant", "guest"] as const;

const guest = { fullName: name, title: z.optional(title), organisation: z.optional(name) };
const group = { name, count: z.optional(z.int().check(z.gte(1), z.lte(groupMaximum))) };

const presence = z.enum(["present", "excused", "absent"]);
const roles = z.array(z.enum(attendeeRoles)).check(z.minLength(1), z.maxLength(attendeeRoles.length));

/** An attendee as callers send one: a member, a guest or a group of people. */
export const attendeeInput = z.strictObject({
  memberId: z.optional(reference),
  guest: z.optional(z.strictObject(guest)),
  group: z.optional(z.strictObject(group)),
  roles,
  presence: z.optional(presence),
  reason: z.optional(title),
});
export type AttendeeInput = z.output<typeof attendeeInput>;

export const attendeesInput = z.strictObject({
  attendees: z.array(attendeeInput).check(z.minLength(1), z.maxLength(attendeesAtOnce)),
});
export type AttendeesInput = z.output<typeof attendeesInput>;

export const attendeeRecord = z.object({
  ...recordFields,
  memberId: z.optional(z.string()),
  guest: z.optional(z.object(guest)),
  group: z.optional(z.object(group)),
  roles,
  presence,
  reason: z.optional(title),
});
export type Attendee = z.output<typeof attendeeRecord>;
export const attendeesAnswer = z.object({ items: z.array(attendeeRecord) });
export const attendeePage = pageOf(attendeeRecord);
