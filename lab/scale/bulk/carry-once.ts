import { parentHistory, readTree } from "../../../lib/organisations/tree.ts";
import { carryOf, changesAbove, tallyImage } from "../../../lib/statistics/carried.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Item } from "../../../lib/table/write.ts";

/** What a home adds to tallies above it. */
export type Above = ReturnType<typeof changesAbove>[number];

const tallies = keys.tally("").sk;

/**
 * Carries all tallies of a home as the followup function would that sees each once, as it stands at the end: the notes of
 * what is carried, and what is to be added above.
 * @param items all items of the home
 */
export const carryOnce = (tenantId: string, items: readonly Item[]): { notes: Item[]; above: Above[] } => {
  const { pk, sk: treeSk } = keys.tree(tenantId);
  const own = items.filter((item) => item.pk === pk);
  const tree = own.find(({ sk }) => sk === treeSk);
  if (!tree) throw new TypeError(`${tenantId} has no tree`);
  const stands = [...parentHistory(readTree(tree), tenantId)];
  const notes: Item[] = [];
  const above: Above[] = [];
  for (const item of own.filter(({ sk }) => sk.startsWith(tallies))) {
    const after = carryOf(tallyImage(item, { removed: false, moved: false }), { stands }, undefined);
    if (after === undefined || after === "same") continue;
    notes.push({ ...keys.carried(tenantId, item.sk), ...after.counts, stands, n: after.n, version: 1 });
    above.push(...changesAbove(item.sk, undefined, after));
  }
  return { notes, above };
};
