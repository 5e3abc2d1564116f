import * as z from "zod/mini";
import { citationKinds } from "./citation-kinds.ts";
import { day, name, title } from "./schema.ts";

/** Documents that one record may cite; more than any resolution has in its preamble. */
const citationsMaximum = 50;

const citation = {
  text: title,
  kind: z.optional(z.enum(citationKinds)),
  number: z.optional(name),
  issuer: z.optional(name),
  issuedOn: z.optional(day),
};

/** A citation (viện dẫn văn bản) as callers send it: whole, in part, or the text alone. */
export const citationInput = z.union([title, z.strictObject(citation)]);
export const citationsInput = z.array(citationInput).check(z.maxLength(citationsMaximum));

/** A citation as the record keeps it: what was not given is read out of the text. */
export const citationRecord = z.object(citation);
