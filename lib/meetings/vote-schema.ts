import * as z from "zod/mini";
import { pageOf, recordFields, reference, title } from "../shared/schema.ts";

/** Members that one vote can exclude: they and the trees of their tenants are read in one BatchGetItem of 100 keys. */
export const exclusionsMaximum = 45;

/** People with a vote: more than the Party has members (5.4 million in 2024). */
const votersMaximum = 10_000_000;

const ballots = z.int().check(z.gte(0), z.lte(votersMaximum));

const baseCount = z.int().check(z.gte(1), z.lte(votersMaximum));

const exclusion = { memberId: reference, reason: title };

const voteDetails = {
  subject: title,
  documentId: z.optional(reference),
  method: z.optional(z.enum(["party-card", "secret-ballot", "show-of-hands"])),
  for: ballots,
  against: ballots,
  abstain: ballots,
};

const threshold = z.enum(["majority", "two-thirds"]);

/** Input of a vote. Without `base.count` the base is computed from the counters. */
export const voteInput = z.strictObject({
  ...voteDetails,
  base: z.optional(
    z.strictObject({
      count: z.optional(baseCount),
      exclusions: z.optional(z.array(z.strictObject(exclusion)).check(z.maxLength(exclusionsMaximum))),
    }),
  ),
  threshold: z.optional(threshold),
});

export type VoteInput = z.output<typeof voteInput>;

/** A vote in responses, with the base of its day, which does not change. */
export const voteRecord = z.object({
  ...recordFields,
  ...voteDetails,
  base: z.object({ count: baseCount, exclusions: z.optional(z.array(z.object(exclusion))) }),
  threshold,
  notVoting: ballots,
  share: z.object({ for: ballots, base: baseCount, percent: z.number() }),
  adopted: z.boolean(),
});

export type Vote = z.output<typeof voteRecord>;

export const votePage = pageOf(voteRecord);
