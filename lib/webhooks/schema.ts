import * as z from "zod/mini";
import { changeTypes } from "../contract/changes.ts";
import { recordFields } from "../shared/schema.ts";

/** A webhook as callers see one. */
export const webhookRecord = z.object({
  ...recordFields,
  url: z.string(),
  /** Only changes of these types; all of them without it. */
  types: z.optional(z.array(z.enum(changeTypes))),
  status: z.enum(["enabled", "disabled"]),
});
