import * as z from "zod/mini";
import { citationInput, citationRecord } from "../shared/citation-schema.ts";
import { pageOf, recordFields, reference, text, title } from "../shared/schema.ts";

const findingsMaximum = 100;

const finding = { kind: z.enum(["result", "shortcoming", "remedy", "target"]), text };

const details = {
  kind: z.enum(["report", "resolution", "plan", "minutes", "other"]),
  title,
  presenterId: z.optional(reference),
};

/** A document of a meeting as callers send one. `presenterId` is an attendee of the meeting. */
export const documentInput = z.strictObject({
  ...details,
  findings: z.optional(z.array(z.strictObject(finding)).check(z.maxLength(findingsMaximum))),
  citation: z.optional(citationInput),
});
export type DocumentInput = z.output<typeof documentInput>;

/** A document as callers see one; a vote adopts it. */
export const documentRecord = z.object({
  ...recordFields,
  ...details,
  findings: z.optional(z.array(z.object(finding))),
  citation: z.optional(citationRecord),
  status: z.enum(["draft", "adopted"]),
});
export type MeetingDocument = z.output<typeof documentRecord>;
export const documentPage = pageOf(documentRecord);
