import type { Day } from "../shared/days.ts";
import { type Counts, countsOn } from "../statistics/reads.ts";
import { tallyKeys } from "../statistics/tally.ts";
import { serviceUnavailable } from "../table/failures.ts";
import { keys } from "../table/keys.ts";
import type { ReadOptions, Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { deltasAt, readStagedDeltas, stagedIds } from "./staged-changes.ts";
import { readTree } from "./tree.ts";

/** An organisation whose counters are read, its tenant, and the day. */
export type CountsQuery = { organisationId: string; tenantId: string; day: Day };

/** Times that counters are read again while a staged change is being applied. */
const readsMaximum = 20;

/**
 * The counters of an organisation on a day: four items in one round trip for any number of members. While a staged change is
 * applied, its deltas are added, and all is read again until no part was applied in between. Throws 503 if that takes too long.
 */
export const readCounts = async (
  table: Pick<Table, "getMany">,
  { organisationId, tenantId, day }: CountsQuery,
  options?: ReadOptions,
): Promise<Counts> => {
  const [staged, ...tallies] = await table.getMany(
    [keys.stagedChanges(tenantId), ...tallyKeys(organisationId, day)],
    options,
  );
  if (stagedIds(staged).length === 0) return countsOn(tallies, day);
  return countsWithStaged(table, { organisationId, tenantId, day }, staged);
};

const countsWithStaged = async (
  table: Pick<Table, "getMany">,
  { organisationId, tenantId, day }: CountsQuery,
  listed: Item | undefined,
): Promise<Counts> => {
  let staged = listed;
  for (let reads = 0; reads < readsMaximum; reads++) {
    const ids = stagedIds(staged);
    const before = await readStagedDeltas(table, tenantId, ids);
    const [now, tree, ...tallies] = await table.getMany([
      keys.stagedChanges(tenantId),
      keys.tree(tenantId),
      ...tallyKeys(organisationId, day),
    ]);
    const after = await readStagedDeltas(table, tenantId, ids);
    const isSame = before.mark === after.mark && String(stagedIds(now)) === String(ids);
    if (isSame && tree) return countsOn(tallies, day, deltasAt(before.deltas, readTree(tree), organisationId));
    staged = now;
  }
  throw serviceUnavailable();
};
