import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { attributeOf, counterEntries, sequence } from "../statistics/tally.ts";
import type { Item } from "../table/write.ts";
import { type CountsOf, contributionOf } from "./contribution.ts";
import { type ParentPeriod, parentPeriod } from "./parent-periods.ts";

/**
 * A tally item of a home as a write left it, `undefined` counts where the write removed it. `moved`: the write said that the
 * home hangs elsewhere, which changes what all of its items come to above it.
 */
export type TallyImage = { tenantId: string; sk: string; n: number; counts: CountsOf | undefined; moved: boolean };

/** Which state of a tally item a home has carried to the superiors above it, and where it had stood by then. */
export type RolledUpTally = { stands: readonly ParentPeriod[]; n: number; counts: CountsOf };

/** The same as it stands in the table. */
export type RollUpCheckpoint = RolledUpTally & { version: number };

const numbered = z.object({ [sequence]: z.int() });
const checkpointItem = z.object({ [sequence]: z.int(), version: z.int(), stands: z.array(parentPeriod) });

const organisationPrefix = "ORG#";

/** Counters alone, without keys and all else that a tally item carries. */
const countsIn = (item: Item): CountsOf =>
  Object.fromEntries(
    counterEntries(item).map(({ period, counter, year, count }) => [attributeOf(period, counter, year), count]),
  );

/** Reads an item of the stream. Items that no counter has been added to yet have no sequence. */
export const tallyImage = (item: Item, change: { removed: boolean; moved: boolean }): TallyImage => ({
  tenantId: item.pk.slice(organisationPrefix.length),
  sk: item.sk,
  n: sequence in item ? numbered.parse(item)[sequence] : 0,
  counts: change.removed ? undefined : countsIn(item),
  moved: change.moved,
});

export const readRollUpCheckpoint = (item: Item | undefined): RollUpCheckpoint | undefined =>
  item && { ...checkpointItem.parse(item), counts: countsIn(item) };

/** What is to be added to tally items of superiors when `after` should be carried to them and `before` has been. */
export const ancestorDeltas = (
  sk: string,
  before: RolledUpTally | undefined,
  after: RolledUpTally | undefined,
): { parentId: string; sk: string; counts: CountsOf }[] => {
  const sums = new Map<string, { parentId: string; sk: string; counts: Record<string, number> }>();
  const take = (carried: RolledUpTally | undefined, sign: 1 | -1) => {
    for (const [parentId, items] of carried ? contributionOf(sk, carried.counts, carried.stands) : [])
      for (const [into, counts] of items) {
        const sum = sums.get(`${parentId} ${into}`) ?? { parentId, sk: into, counts: {} };
        sums.set(`${parentId} ${into}`, sum);
        for (const [name, count] of Object.entries(counts)) sum.counts[name] = (sum.counts[name] ?? 0) + sign * count;
      }
  };
  take(after, 1);
  take(before, -1);
  return [...sums.values()].flatMap((sum) => {
    const counts = Object.fromEntries(Object.entries(sum.counts).filter(([, count]) => count !== 0));
    return Object.keys(counts).length === 0 ? [] : [{ ...sum, counts }];
  });
};

/**
 * What should be carried now, or `same` where nothing is to do. An image older than what has been carried brings no
 * counts back; it may still find the home hung elsewhere.
 * @param home where the home has hung, up to now; `undefined`: it has been deleted
 */
export const nextRollUp = (
  image: TallyImage,
  tenantId: { stands: readonly ParentPeriod[] } | undefined,
  carried: RolledUpTally | undefined,
): RolledUpTally | undefined | "same" => {
  if (!tenantId || !image.counts) return carried ? undefined : "same";
  const { stands } = tenantId;
  const nothing = stands.every(({ parentId }) => parentId === undefined) || Object.keys(image.counts).length === 0;
  if (!carried) return nothing ? "same" : { stands, n: image.n, counts: image.counts };
  if (carried.n >= image.n) return isDeepStrictEqual(carried.stands, stands) ? "same" : { ...carried, stands };
  return { stands, n: image.n, counts: image.counts };
};
