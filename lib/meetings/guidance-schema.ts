import * as z from "zod/mini";
import { citationRecord, citationsInput } from "../shared/citation-schema.ts";
import { pageOf, recordFields, reference, text } from "../shared/schema.ts";
import { itemNumber } from "./agenda-schema.ts";

const details = { number: itemNumber, text, attendeeId: z.optional(reference) };

/** A point of guidance (phát biểu chỉ đạo) as callers send one. `attendeeId` is who gave it. */
export const guidanceInput = z.strictObject({ ...details, references: z.optional(citationsInput) });
export type GuidanceInput = z.output<typeof guidanceInput>;

export const guidanceRecord = z.object({
  ...recordFields,
  ...details,
  references: z.optional(z.array(citationRecord)),
});
export type Guidance = z.output<typeof guidanceRecord>;
export const guidancePage = pageOf(guidanceRecord);
