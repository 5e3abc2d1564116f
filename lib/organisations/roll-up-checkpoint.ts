import { isDeepStrictEqual } from "node:util";
import * as z from "zod/mini";
import { attributeOf, counterEntries, sequence } from "../statistics/tally.ts";
import type { Item } from "../table/write.ts";
import { type CountsOf, contributionOf } from "./contribution.ts";
import { type ParentPeriod, parentPeriod } from "./parent-periods.ts";

/**
 * A tally item of a tenant after a write; `counts` is `undefined` if the write deleted it. `moved`: the write changed the
 * placement version, so that all tally items of the tenant count elsewhere.
 */
export type TallyImage = { tenantId: string; sk: string; n: number; counts: CountsOf | undefined; moved: boolean };

/** The state of a tally item that was added to the superiors, and the parents of its tenant at that time. */
export type RolledUpTally = { parentPeriods: readonly ParentPeriod[]; n: number; counts: CountsOf };

/** The stored record of what was rolled up last. */
export type RollUpCheckpoint = RolledUpTally & { version: number };

const numbered = z.object({ [sequence]: z.int() });
const checkpointItem = z.object({ [sequence]: z.int(), version: z.int(), parents: z.array(parentPeriod) });

const organisationPrefix = "ORG#";

/** The counters of a tally item, without its other attributes. */
const countsIn = (item: Item): CountsOf =>
  Object.fromEntries(
    counterEntries(item).map(({ period, counter, year, count }) => [attributeOf(period, counter, year), count]),
  );

/** Reads an item of the stream. An item without counters has no sequence. */
export const tallyImage = (item: Item, change: { removed: boolean; moved: boolean }): TallyImage => ({
  tenantId: item.pk.slice(organisationPrefix.length),
  sk: item.sk,
  n: sequence in item ? numbered.parse(item)[sequence] : 0,
  counts: change.removed ? undefined : countsIn(item),
  moved: change.moved,
});

export const readRollUpCheckpoint = (item: Item | undefined): RollUpCheckpoint | undefined => {
  if (!item) return undefined;
  const { parents, ...checkpoint } = checkpointItem.parse(item);
  return { ...checkpoint, parentPeriods: parents, counts: countsIn(item) };
};

/** Counts to add to tally items of superiors so that they count `after` instead of `before`. */
export const ancestorDeltas = (
  sk: string,
  before: RolledUpTally | undefined,
  after: RolledUpTally | undefined,
): { parentId: string; sk: string; counts: CountsOf }[] => {
  const sums = new Map<string, { parentId: string; sk: string; counts: Record<string, number> }>();
  const take = (tally: RolledUpTally | undefined, sign: 1 | -1) => {
    for (const [parentId, items] of tally ? contributionOf(sk, tally.counts, tally.parentPeriods) : [])
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
 * The state to roll up after an image, or `unchanged`. An image older than the last one rolled up changes no counts, but the
 * tenant may have moved since.
 * @param tenant its parents; `undefined` if it was deleted
 */
export const nextRollUp = (
  image: TallyImage,
  tenant: { parentPeriods: readonly ParentPeriod[] } | undefined,
  last: RolledUpTally | undefined,
): RolledUpTally | undefined | "unchanged" => {
  if (!tenant || !image.counts) return last ? undefined : "unchanged";
  const { parentPeriods } = tenant;
  const isEmpty =
    parentPeriods.every(({ parentId }) => parentId === undefined) || Object.keys(image.counts).length === 0;
  if (!last) return isEmpty ? "unchanged" : { parentPeriods, n: image.n, counts: image.counts };
  if (last.n >= image.n)
    return isDeepStrictEqual(last.parentPeriods, parentPeriods) ? "unchanged" : { ...last, parentPeriods };
  return { parentPeriods, n: image.n, counts: image.counts };
};
