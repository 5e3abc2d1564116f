import { ownLength } from "../shared/ids.ts";
import { sequence } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { readMany } from "../table/read-many.ts";
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

/** The sort key of the tally by year, which stands as long as its organisation. */
const yearly = keys.tally("").sk;

type PlannedRollUp = { image: TallyImage; writes: Write[] };

/** Only a grassroots or superior committee is carried further; its id is its own home. */
export const isTenant = (organisationId: string) => organisationId.length === ownLength;

/** The newest state of every tally item: those before it need no work. */
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
 * Carries tally items of homes to the superiors above them: adds what has changed since it was carried last, together
 * with a note of what is carried now; of a home that has moved, all of them. Images may come twice and in any order.
 * @returns the homes of which something could not be written, with the error
 */
export const rollUp = async (table: Table, images: readonly TallyImage[]): Promise<ReadonlyMap<string, unknown>> => {
  const carries = await planRollUps(table, newest([...images, ...(await talliesOfMovedTenants(table, images))]));
  const failed = new Map<string, unknown>();
  for (const some of batchesOf(carries)) {
    const writes = some.flatMap((carry) => carry.writes);
    await table.write(writes).catch((error: unknown) => {
      for (const { image } of some) failed.set(image.tenantId, error);
    });
  }
  return failed;
};

/** Items of homes that have moved, as they are: whatever was carried of them before may be due elsewhere. */
const talliesOfMovedTenants = async (table: Table, images: readonly TallyImage[]): Promise<TallyImage[]> => {
  const tenantIds = [...new Set(images.filter(({ moved }) => moved).map(({ tenantId }) => tenantId))];
  const items = await Promise.all(
    tenantIds.map((tenantId) =>
      readAll(table, { partition: keys.tally(tenantId).pk, prefix: keys.tally(tenantId).sk }),
    ),
  );
  return items.flat().map((item) => tallyImage(item, { removed: false, moved: true }));
};

/** Carries in their order, as many at once as one transaction takes: years and months of a home, cut by a move, go together. */
const batchesOf = (carries: readonly PlannedRollUp[]): PlannedRollUp[][] => {
  const runs: PlannedRollUp[][] = [];
  for (const carry of carries) {
    const last = runs.at(-1);
    if (last && itemsOf([...last, carry]) <= limits.transactionActions) last.push(carry);
    else runs.push([carry]);
  }
  return runs;
};

const itemsOf = (carries: readonly PlannedRollUp[]) =>
  new Set(carries.flatMap(({ writes }) => writes.map(({ key: { pk, sk } }) => `${pk} ${sk}`))).size;

const planRollUps = async (table: Table, images: readonly TallyImage[]): Promise<PlannedRollUp[]> => {
  const tenantIds = [...new Set(images.map(({ tenantId }) => tenantId))];
  const [trees, carried] = await Promise.all([
    readMany(table, tenantIds.map(keys.tree)),
    readMany(
      table,
      images.map(({ tenantId, sk }) => keys.carried(tenantId, sk)),
    ),
  ]);
  const stood = new Map(tenantIds.map((tenantId, i) => [tenantId, parentPeriodsIn(trees[i])]));
  const plans = images.flatMap((image, i) => {
    const before = readRollUpCheckpoint(carried[i]);
    const after = nextRollUp(image, stood.get(image.tenantId), before);
    if (after === "same") return [];
    return [{ image, before, after, changes: ancestorDeltas(image.sk, before, after) }];
  });
  const lost = await deletedParents(table, plans);
  return plans.flatMap(({ image, before, after, changes }) => {
    // What a note says is what was carried: where nothing comes of a move or a later state, it may stay.
    if (before && after?.n === before.n && changes.length === 0) return [];
    const writes = changes.filter(({ parentId, sk }) => !(lost.has(parentId) && sk === yearly)).map(addAbove);
    return [{ image, writes: [checkpointWrite(keys.carried(image.tenantId, image.sk), before, after), ...writes] }];
  });
};

const parentPeriodsIn = (item: Item | undefined) => {
  const tree = item && readTree(item);
  return tree && { stands: parentHistory(tree, tree.tenantId) };
};

type Plan = { after: RolledUpTally | undefined; changes: readonly { parentId: string }[] };

/**
 * A former parent may have been deleted since: then nothing is to be taken back from its own tally, which has gone and is
 * taken back above it as a whole. What it counted by months and days still stands and goes the usual way.
 */
const deletedParents = async (table: Table, plans: readonly Plan[]): Promise<ReadonlySet<string>> => {
  const former = plans.flatMap(({ after, changes }) => {
    const now = after?.stands.map(({ parentId }) => parentId) ?? [];
    return changes.map(({ parentId }) => parentId).filter((parentId) => !now.includes(parentId));
  });
  const asked = [...new Set(former)];
  const trees = await readMany(table, asked.map(keys.tree));
  return new Set(asked.filter((_, i) => !trees[i]));
};

/** The note stands or falls with the one it was planned from, so that nothing is carried twice. */
const checkpointWrite = (key: Key, before: RollUpCheckpoint | undefined, after: RolledUpTally | undefined): Write => {
  const version = before?.version ?? 0;
  if (!after) return deleteAtVersion(key, version);
  const { stands, n, counts } = after;
  const item = { ...key, ...counts, stands, [sequence]: n, version: version + 1 };
  return before ? replace(item, version) : insert(item);
};

const addAbove = ({ parentId, sk, counts }: ReturnType<typeof ancestorDeltas>[number]): Write =>
  add({ pk: keys.tally(parentId).pk, sk }, { ...counts, [sequence]: 1 }, { mustExist: sk === yearly });
