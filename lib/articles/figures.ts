import { readAward } from "../awards/items.ts";
import { votes } from "../meetings/parts.ts";
import type { Vote } from "../meetings/vote-schema.ts";
import { shapeBy } from "../shared/shape.ts";
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

/** Where the figures come from: the counts of the day, and the items of the meeting. */
export type Counted = { counts: Counts; votes: readonly Item[]; awards: readonly Item[]; guidance: readonly Item[] };

export const figuresOf = (counted: Counted): Figures => {
  const [total, official] = [counted.counts.total("members"), counted.counts.total("official")];
  const given = counted.awards.map((item) => readAward(item).record.counts);
  return {
    members: { total, official, probationary: total - official },
    cells: counted.counts.total("cells"),
    votes: counted.votes.map((item) => shapeBy(votes.schema, item)),
    awards: {
      collective: given.reduce((sum, { collective }) => sum + collective, 0),
      individual: given.reduce((sum, { individual }) => sum + individual, 0),
    },
    guidance: counted.guidance.length,
  };
};
