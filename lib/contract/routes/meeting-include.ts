import * as z from "zod/mini";
import { articleRecord } from "../../articles/schema.ts";
import { awardRecord } from "../../awards/schema.ts";
import { agendaRecord, attendeeRecord, documentRecord, guidanceRecord } from "../../meetings/part-schemas.ts";
import { meetingRecord } from "../../meetings/schema.ts";
import { voteRecord } from "../../meetings/vote-schema.ts";
import { photoRecord } from "../../photos/schema.ts";
import { queryListOf } from "../../shared/schema.ts";

export const includedParts = [
  "agenda",
  "attendees",
  "documents",
  "votes",
  "guidance",
  "awards",
  "photos",
  "article",
] as const;
export type IncludedPart = (typeof includedParts)[number];

export const meetingQuery = z.strictObject({ include: queryListOf(includedParts) });

/** A meeting with the parts that were asked for; `more` has the path of the rest of a long part. */
export const meetingResponse = z.extend(meetingRecord, {
  agenda: z.optional(agendaRecord.shape.items),
  attendees: z.optional(z.array(attendeeRecord)),
  documents: z.optional(z.array(documentRecord)),
  votes: z.optional(z.array(voteRecord)),
  guidance: z.optional(z.array(guidanceRecord)),
  awards: z.optional(z.array(awardRecord)),
  photos: z.optional(z.array(photoRecord)),
  article: z.optional(z.nullable(articleRecord)),
  more: z.optional(z.record(z.string(), z.string())),
});
export type MeetingResponse = z.output<typeof meetingResponse>;
