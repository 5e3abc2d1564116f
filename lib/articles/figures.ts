import * as z from "zod/mini";
import { type Vote, voteRecord } from "../meetings/vote-schema.ts";
import { decodeStored } from "../shared/shape.ts";
import type { Counts } from "../statistics/counts.ts";
import type { Item } from "../table/write.ts";

/**
 * What the record counts of an event: the organisation on the day, and what was decided and given. Figures may count
 * what is not public; nobody is named by them.
 */
export type Figures = {
  members: { total: number; official: number; probationary: number };
  cells: number;
  votes: readonly Pick<Vote, "share" | "adopted">[];
  awards: { collective: number; individual: number };
  guidance: number;
};

/** What is counted of a vote and of an award. */
const decided = z.pick(voteRecord, { share: true, adopted: true });
const given = z.object({ recipients: z.array(z.object({ memberId: z.optional(z.string()) })) });

/** Where the figures come from: the counts of the day, and the items of the meeting. */
export type Counted = { counts: Counts; votes: readonly Item[]; awards: readonly Item[]; guidance: readonly Item[] };

export const figuresOf = (counted: Counted): Figures => {
  const [total, official] = [counted.counts.total("members"), counted.counts.total("official")];
  const recipients = counted.awards.flatMap((item) => decodeStored(given, item).recipients);
  const individual = recipients.filter(({ memberId }) => memberId !== undefined).length;
  return {
    members: { total, official, probationary: total - official },
    cells: counted.counts.total("cells"),
    votes: counted.votes.map((item) => decodeStored(decided, item)),
    awards: { collective: recipients.length - individual, individual },
    guidance: counted.guidance.length,
  };
};
