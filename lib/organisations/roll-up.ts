import { ownLength } from "../shared/ids.ts";
import { sequence, yearlySk } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { readAll, readMany } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import { add, deleteAtVersion, type Item, insert, type Key, replace, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import {
  ancestorDeltas,
  nextRollUp,
  type RolledUpTally,
  type RollUpCheckpoint,
  readRollUpCheckpoint,
  type TallyImage,
  tallyImage,
} from "./roll-up-checkpoint.ts";
import { parentHistory, readTree } from "./tree.ts";

type PlannedRollUp = { image: TallyImage; writes: Write[] };

/** Only grassroots and superior committees are rolled up; such an id is its own tenant. */
export const isTenantId = (organisationId: string) => organisationId.length === ownLength;

/** The newest image of every tally item. */
const newest = (images: readonly TallyImage[]): TallyImage[] => {
  const latest = new Map<string, TallyImage>();
  for (const image of images) {
    const name = `${image.tenantId} ${image.sk}`;
    const known = latest.get(name);
    if (!known || isNewer(image, known)) latest.set(name, image);
  }
  return [...latest.values()];
};

const isNewer = (image: TallyImage, known: TallyImage) =>
  known.counts !== undefined && (!image.counts || image.n >= known.n);

/**
 * Rolls up tally items of tenants to their superiors: adds the changes since the last checkpoint and writes the next one in
 * the same transaction. After a move all tally items of the tenant are rolled up. Images may repeat and come in any order.
 * @returns the tenants with failed writes, and the error
 */
export const rollUp = async (table: Table, images: readonly TallyImage[]): Promise<ReadonlyMap<string, unknown>> => {
  const planned = await planRollUps(table, newest([...images, ...(await talliesOfMovedTenants(table, images))]));
  const failed = new Map<string, unknown>();
  for (const batch of batchesOf(planned)) {
    const writes = batch.flatMap((rollUp) => rollUp.writes);
    await table.write(writes).catch((error: unknown) => {
      for (const { image } of batch) failed.set(image.tenantId, error);
    });
  }
  return failed;
};

/** All tally items of tenants that have moved: their superiors count them on other days now. */
const talliesOfMovedTenants = async (table: Table, images: readonly TallyImage[]): Promise<TallyImage[]> => {
  const tenantIds = [...new Set(images.filter(({ moved }) => moved).map(({ tenantId }) => tenantId))];
  const items = await Promise.all(
    tenantIds.map((tenantId) => readAll(table, { partition: keys.tally(tenantId).pk, prefix: yearlySk })),
  );
  return items.flat().map((item) => tallyImage(item, { removed: false, moved: true }));
};

/** In order, as many as fit a transaction: a move splits counts between years and months, which change together. */
const batchesOf = (planned: readonly PlannedRollUp[]): PlannedRollUp[][] => {
  const batches: PlannedRollUp[][] = [];
  for (const rollUp of planned) {
    const last = batches.at(-1);
    if (last && itemsIn([...last, rollUp]) <= limits.transactionActions) last.push(rollUp);
    else batches.push([rollUp]);
  }
  return batches;
};

const itemsIn = (planned: readonly PlannedRollUp[]) =>
  new Set(planned.flatMap(({ writes }) => writes.map(({ key: { pk, sk } }) => `${pk} ${sk}`))).size;

const planRollUps = async (table: Table, images: readonly TallyImage[]): Promise<PlannedRollUp[]> => {
  const tenantIds = [...new Set(images.map(({ tenantId }) => tenantId))];
  const [trees, checkpoints] = await Promise.all([
    readMany(table, tenantIds.map(keys.tree)),
    readMany(
      table,
      images.map(({ tenantId, sk }) => keys.rollUpCheckpoint(tenantId, sk)),
    ),
  ]);
  const tenants = new Map(tenantIds.map((tenantId, i) => [tenantId, parentPeriodsIn(trees[i])]));
  const plans = images.flatMap((image, i) => {
    const before = readRollUpCheckpoint(checkpoints[i]);
    const after = nextRollUp(image, tenants.get(image.tenantId), before);
    if (after === "unchanged") return [];
    return [{ image, before, after, changes: ancestorDeltas(image.sk, before, after) }];
  });
  const deleted = await deletedParents(table, plans);
  return plans.flatMap(({ image, before, after, changes }) => {
    // A move or a later state that adds nothing needs no new checkpoint.
    if (before && after?.n === before.n && changes.length === 0) return [];
    const writes = changes.filter(({ parentId, sk }) => !(deleted.has(parentId) && sk === yearlySk)).map(addAbove);
    return [
      { image, writes: [checkpointWrite(keys.rollUpCheckpoint(image.tenantId, image.sk), before, after), ...writes] },
    ];
  });
};

const parentPeriodsIn = (item: Item | undefined) => {
  const tree = item && readTree(item);
  return tree && { parentPeriods: parentHistory(tree, tree.tenantId) };
};

type Plan = { after: RolledUpTally | undefined; changes: readonly { parentId: string }[] };

/**
 * Former parents that were deleted since. Their yearly tallies are gone, and their own superiors subtract them as a whole;
 * their monthly and daily tallies still exist and are updated as usual.
 */
const deletedParents = async (table: Table, plans: readonly Plan[]): Promise<ReadonlySet<string>> => {
  const former = plans.flatMap(({ after, changes }) => {
    const now = after?.parentPeriods.map(({ parentId }) => parentId) ?? [];
    return changes.map(({ parentId }) => parentId).filter((parentId) => !now.includes(parentId));
  });
  const ids = [...new Set(former)];
  const trees = await readMany(table, ids.map(keys.tree));
  return new Set(ids.filter((_, i) => !trees[i]));
};

/** Written only if the previous checkpoint is unchanged, so that nothing is rolled up twice. */
const checkpointWrite = (key: Key, before: RollUpCheckpoint | undefined, after: RolledUpTally | undefined): Write => {
  const version = before?.version ?? 0;
  if (!after) return deleteAtVersion(key, version);
  const { parentPeriods: parents, n, counts } = after;
  const item = { ...key, ...counts, parents, [sequence]: n, version: version + 1 };
  return before ? replace(item, version) : insert(item);
};

const addAbove = ({ parentId, sk, counts }: ReturnType<typeof ancestorDeltas>[number]): Write =>
  add({ pk: keys.tally(parentId).pk, sk }, { ...counts, [sequence]: 1 }, { mustExist: sk === yearlySk });
