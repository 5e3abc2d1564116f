import * as z from "zod/mini";
import { citationInput, citationRecord, citationsInput } from "../shared/citation-schema.ts";
import { name, pageOf, pageQuery, recordFields, reference, text, title } from "../shared/schema.ts";

/** Items of an agenda: it and the presenters are read in one BatchGetItem of 100 keys. */
export const agendaMaximum = 90;
/** Agenda items and points of guidance are numbered by callers. */
export const itemNumber = z.int().check(z.gte(1), z.lte(9_999));

const agendaItem = {
  number: itemNumber,
  title,
  kind: z.optional(name),
  presenterId: z.optional(reference),
};

/** Input of a complete agenda. `presenterId` is an attendee of the meeting. */
export const agendaInput = z.strictObject({
  items: z.array(z.strictObject(agendaItem)).check(z.maxLength(agendaMaximum)),
});
export type AgendaInput = z.output<typeof agendaInput>;

/** An agenda in order of its numbers; without timestamps where none was set. */
export const agendaRecord = z.object({
  items: z.array(z.object(agendaItem)),
  createdAt: z.optional(z.string()),
  updatedAt: z.optional(z.string()),
});
export type Agenda = z.output<typeof agendaRecord>;

/** Attendees that one request can add (product: attendee): two writes each fit one transaction. */
export const attendeesAtOnce = 45;
/** Largest group of people: more than the Party has members. */
const groupMaximum = 10_000_000;

export const attendeeRoles = ["chair", "host", "superior", "presenter", "secretary", "participant", "guest"] as const;

const guest = { fullName: name, title: z.optional(title), organisation: z.optional(name) };
const group = { name, count: z.optional(z.int().check(z.gte(1), z.lte(groupMaximum))) };

const presence = z.enum(["present", "excused", "absent"]);
const roles = z.array(z.enum(attendeeRoles)).check(z.minLength(1), z.maxLength(attendeeRoles.length));

/** Input of an attendee: a member, a guest or a group of people. */
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
export const attendeesResponse = z.object({ items: z.array(attendeeRecord) });
export const attendeePage = pageOf(attendeeRecord);

const findingsMaximum = 100;

const finding = { kind: z.enum(["result", "shortcoming", "remedy", "target"]), text };

const documentDetails = {
  kind: z.enum(["report", "resolution", "plan", "minutes", "other"]),
  title,
  presenterId: z.optional(reference),
};

/** Input of a document. `presenterId` is an attendee of the meeting. */
export const documentInput = z.strictObject({
  ...documentDetails,
  findings: z.optional(z.array(z.strictObject(finding)).check(z.maxLength(findingsMaximum))),
  citation: z.optional(citationInput),
});
export type DocumentInput = z.output<typeof documentInput>;

/** A document in responses; a vote adopts it. */
export const documentRecord = z.object({
  ...recordFields,
  ...documentDetails,
  findings: z.optional(z.array(z.object(finding))),
  citation: z.optional(citationRecord),
  status: z.enum(["draft", "adopted"]),
});
export type MeetingDocument = z.output<typeof documentRecord>;
export const documentPage = pageOf(documentRecord);

const guidanceDetails = { number: itemNumber, text, attendeeId: z.optional(reference) };

/** Input of a point of guidance (phát biểu chỉ đạo). `attendeeId` is its speaker. */
export const guidanceInput = z.strictObject({ ...guidanceDetails, references: z.optional(citationsInput) });
export type GuidanceInput = z.output<typeof guidanceInput>;

export const guidanceRecord = z.object({
  ...recordFields,
  ...guidanceDetails,
  references: z.optional(z.array(citationRecord)),
});
export type Guidance = z.output<typeof guidanceRecord>;
export const guidancePage = pageOf(guidanceRecord);

/** The query of a list of parts. */
export const partsQuery = z.strictObject(pageQuery);
