import * as z from "zod/mini";
import type { Item } from "../table/write.ts";
import { ticksOf } from "./counts.ts";
import { attributeOf, sequence } from "./tally.ts";

/** The counters of a tally item by attribute. */
export type CountsOf = Readonly<Record<string, number>>;

/** A tally item of a home as a write left it, `undefined` counts where the write removed it. */
export type TallyImage = { home: string; sk: string; n: number; counts: CountsOf | undefined };

/** What a home has carried of a tally item to the superior above it, and from which state of the item. */
export type Carried = { parentId?: string | undefined; n: number; counts: CountsOf };

/** The same as it stands in the table. */
export type CarriedNote = Carried & { version: number };

const numbered = z.object({ [sequence]: z.int() });
const carriedItem = z.object({ [sequence]: z.int(), version: z.int(), parentId: z.optional(z.string()) });

const organisationPrefix = "ORG#";

/** Counters alone, without keys and all else that a tally item carries. */
const countsIn = (item: Item): CountsOf =>
  Object.fromEntries(ticksOf(item).map(({ period, counter, count }) => [attributeOf(period, counter), count]));

/** Reads an item of the stream. Items that no counter has been added to yet have no sequence. */
export const tallyImage = (item: Item, removed: boolean): TallyImage => ({
  home: item.pk.slice(organisationPrefix.length),
  sk: item.sk,
  n: sequence in item ? numbered.parse(item)[sequence] : 0,
  counts: removed ? undefined : countsIn(item),
});

export const readCarried = (item: Item | undefined): CarriedNote | undefined =>
  item && { ...carriedItem.parse(item), counts: countsIn(item) };

/** What is to be added at a parent when `after` should be carried to it and `before` has been. */
export const changeAt = (parentId: string, before: Carried | undefined, after: Carried | undefined): CountsOf => {
  const change: Record<string, number> = {};
  const take = (carried: Carried | undefined, sign: 1 | -1) => {
    if (carried?.parentId !== parentId) return;
    for (const [attribute, count] of Object.entries(carried.counts))
      change[attribute] = (change[attribute] ?? 0) + sign * count;
  };
  take(after, 1);
  take(before, -1);
  return Object.fromEntries(Object.entries(change).filter(([, count]) => count !== 0));
};

/**
 * What should be carried now, or `same` where nothing is to do. An image older than what has been carried brings no
 * counts back; it may still find the home hung elsewhere.
 * @param home where the home hangs now; `undefined`: it has been deleted
 */
export const carryOf = (
  image: TallyImage,
  home: { parentId: string | undefined } | undefined,
  carried: Carried | undefined,
): Carried | undefined | "same" => {
  if (!home || !image.counts) return carried ? undefined : "same";
  const { parentId } = home;
  const nothing = parentId === undefined || Object.keys(image.counts).length === 0;
  if (!carried) return nothing ? "same" : { parentId, n: image.n, counts: image.counts };
  if (carried.n >= image.n) return carried.parentId === parentId ? "same" : { ...carried, parentId };
  return { parentId, n: image.n, counts: image.counts };
};
