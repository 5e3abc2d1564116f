import * as z from "zod/mini";
import { day, id, pageOf, pageQuery, recordFields, reference } from "../shared/schema.ts";

/** What callers send to move an organisation in use. Without `parentId` to the top, which only the root's clients may. */
export const moveInput = z.strictObject({ parentId: z.optional(reference), on: day });
export type MoveInput = z.output<typeof moveInput>;

export const moveRecord = z.object({
  ...recordFields,
  organisationId: id,
  parentId: z.optional(z.string()),
  on: day,
});
export type MoveRecord = z.output<typeof moveRecord>;

export const movePage = pageOf(moveRecord);
export const moveQuery = z.strictObject({ ...pageQuery });
