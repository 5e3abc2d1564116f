import * as z from "zod/mini";
import { citationRecord, citationsInput } from "../shared/citation-schema.ts";
import {
  day,
  externalIdQuery,
  id,
  instant,
  name,
  pageOf,
  pageQuery,
  recordFields,
  reference,
  sharedInput,
  sharedRecord,
  text,
  title,
} from "../shared/schema.ts";

export const meetingKinds = ["regular", "thematic", "review", "congress", "extraordinary", "other"] as const;
export const partsOfDay = ["morning", "afternoon", "evening", "day"] as const;
export const meetingStatuses = ["planned", "held", "cancelled"] as const;

/** Fields of a meeting that are stored as sent. */
const details = {
  kind: z.enum(meetingKinds),
  title,
  startsAt: z.optional(instant),
  startsOn: z.optional(day),
  partOfDay: z.optional(z.enum(partsOfDay)),
  endsAt: z.optional(instant),
  venue: z.optional(name),
  summary: z.optional(text),
};

/** Input of a meeting (cuộc họp, hội nghị). */
export const meetingInput = z.strictObject({
  organisationId: reference,
  ...details,
  status: z.optional(z.enum(meetingStatuses)),
  references: z.optional(citationsInput),
  ...sharedInput,
});
export type MeetingInput = z.output<typeof meetingInput>;

/** A meeting in responses. `date` is its day in Vietnam. */
export const meetingRecord = z.object({
  ...recordFields,
  organisationId: id,
  ...details,
  status: z.enum(meetingStatuses),
  references: z.optional(z.array(citationRecord)),
  date: day,
  ...sharedRecord,
});
export type Meeting = z.output<typeof meetingRecord>;
export const meetingPage = pageOf(meetingRecord);

const fromNotAfterTo = z.refine<{ from?: string | undefined; to?: string | undefined }>(
  ({ from, to }) => from === undefined || to === undefined || from <= to,
  { params: { code: "before-other", at: ["to"], values: { other: "from" } } },
);

export const meetingsQuery = z
  .strictObject({
    organisationId: z.optional(z.string()),
    kind: z.optional(z.enum(meetingKinds)),
    from: z.optional(day),
    to: z.optional(day),
    externalId: externalIdQuery,
    ...pageQuery,
  })
  .check(fromNotAfterTo);
export type MeetingsQuery = z.output<typeof meetingsQuery>;
