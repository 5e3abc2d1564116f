import * as z from "zod/mini";
import { citationKinds } from "./citation-kinds.ts";
import { day, name, title } from "./schema.ts";

/** Documents that one record may cite: more than the preamble of any resolution. */
const citationsMaximum = 50;

const citation = {
  text: title,
  kind: z.optional(z.enum(citationKinds)),
  number: z.optional(name),
  issuer: z.optional(name),
  issuedOn: z.optional(day),
};

/** A citation (viện dẫn văn bản) in an input: its text, or its text with fields. */
export const citationInput = z.union([title, z.strictObject(citation)]);
export const citationsInput = z.array(citationInput).check(z.maxLength(citationsMaximum));

/** A citation in a record, completed from its text. */
export const citationRecord = z.object(citation);
