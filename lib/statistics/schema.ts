import * as z from "zod/mini";
import { day, id } from "../shared/schema.ts";

const count = z.int();

/** Figures of an organisation and all below it, as of a day. */
export const statisticsRecord = z.object({
  organisationId: id,
  asOf: day,
  computedAt: z.string(),
  cells: count,
  members: z.object({
    total: count,
    official: count,
    probationary: count,
    mayVote: count,
    female: count,
    male: count,
  }),
  /** By the year of the award, up to the year of `asOf`. */
  awards: z.array(z.object({ year: z.int(), collective: count, individual: count })),
  /** By year, up to `asOf`. */
  meetings: z.array(z.object({ year: z.int(), held: count })),
});
export type Statistics = z.infer<typeof statisticsRecord>;

export const statisticsQuery = z.strictObject({ asOf: z.optional(day) });
