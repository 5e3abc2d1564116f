import * as z from "zod/mini";
import { day, name, pageOf, pageQuery, recordFields, reference, text } from "../shared/schema.ts";
import { entryKinds } from "./entries.ts";

/** An entry of a member's history as callers send it. */
export const historyInput = z.strictObject({
  kind: z.enum(entryKinds),
  on: day,
  organisationId: z.optional(reference),
  reason: z.optional(text),
  decision: z.optional(z.strictObject({ number: name, date: day })),
  voids: z.optional(reference),
});
export type HistoryInput = z.infer<typeof historyInput>;

export const historyRecord = z.object({ ...recordFields, ...historyInput.shape });
export type HistoryRecord = z.infer<typeof historyRecord>;
export const historyPage = pageOf(historyRecord);
export const historyQuery = z.strictObject({ ...pageQuery });

export const historyItem = z.extend(historyRecord, { version: z.int() });
