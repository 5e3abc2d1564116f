import { ancestorDeltas, nextRollUp, tallyImage } from "../../../lib/organisations/roll-up-checkpoint.ts";
import { parentHistory, readTree } from "../../../lib/organisations/tree.ts";
import { sequence } from "../../../lib/statistics/tally.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Item } from "../../../lib/table/write.ts";
import { MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import type { Attributes } from "../../../test/support/memory-engine/values.ts";
import { type PlannedCommittee, planCommittee } from "../nation/committee.ts";
import { type Size, shapeOf } from "../nation/shape.ts";
import { contextsOn, type RecordedCommittee, recordCommittee, recordSuperior } from "./record-committee.ts";

/** Counts that a tenant adds to a tally above it. */
type Above = ReturnType<typeof ancestorDeltas>[number];

const tallies = keys.tally("").sk;

/**
 * Rolls up all tallies of a tenant in their final state, as the stream processor would: its checkpoints, and the counts to
 * add above.
 * @param items all items of the tenant
 */
const rollUpOnce = (tenantId: string, items: readonly Item[]): { checkpoints: Item[]; above: Above[] } => {
  const { pk, sk: treeSk } = keys.tree(tenantId);
  const own = items.filter((item) => item.pk === pk);
  const tree = own.find(({ sk }) => sk === treeSk);
  if (!tree) throw new TypeError(`${tenantId} has no tree`);
  const parentPeriods = [...parentHistory(readTree(tree), tenantId)];
  const checkpoints: Item[] = [];
  const above: Above[] = [];
  for (const item of own.filter(({ sk }) => sk.startsWith(tallies))) {
    const after = nextRollUp(tallyImage(item, { removed: false, moved: false }), { parentPeriods }, undefined);
    if (after === undefined || after === "unchanged") continue;
    checkpoints.push({
      ...keys.rollUpCheckpoint(tenantId, item.sk),
      ...after.counts,
      parents: parentPeriods,
      n: after.n,
      version: 1,
    });
    above.push(...ancestorDeltas(item.sk, undefined, after));
  }
  return { checkpoints, above };
};

/** A superior whose committees are being recorded, with the counts rolled up to it so far. */
type Superior = {
  id: string;
  /** Its items, which writes below it read. */
  items(): Attributes[];
  /** Takes over its items as a part below has changed them. Returns the part's own items. */
  takeOver(items: Iterable<Readonly<Attributes>>): Item[];
  count(above: readonly Above[]): void;
  /** Returns all items once everything below is recorded, and rolls its counts up to its own superior. */
  close(): Item[];
};

/** Records a superior below another (the top: below none). */
const openSuperior = async (
  seed: number,
  part: number,
  name: string,
  parent: Superior | undefined,
): Promise<Superior> => {
  const engine = new MemoryEngine(parent?.items());
  const id = await recordSuperior(contextsOn(engine, seed, part)(), name, parent?.id);
  const created = parent ? parent.takeOver(engine.items()) : ([...engine.items()] as Item[]);
  const { pk } = keys.tally(id);
  const own = new Map(created.filter((item) => item.pk === pk).map((item) => [item.sk, item]));
  const others = created.filter((item) => item.pk !== pk);
  const sums = new Map<string, Record<string, number>>();
  return {
    id,
    items: () => [...own.values()].map((item) => ({ ...item }) as Attributes),
    takeOver: (items) => {
      const all = [...items] as Item[];
      for (const item of all) if (item.pk === pk) own.set(item.sk, item);
      return all.filter((item) => item.pk !== pk);
    },
    count: (above) => {
      for (const { sk, counts } of above) {
        const sum = sums.get(sk) ?? {};
        sums.set(sk, sum);
        addTo(sum, { ...counts, [sequence]: 1 });
      }
    },
    close: () => {
      for (const [sk, counts] of sums) {
        const item: Item = { ...(own.get(sk) ?? { pk, sk }) };
        own.set(sk, item);
        addTo(item, counts);
      }
      const items = [...own.values()];
      if (!parent) return [...items, ...others];
      const { checkpoints, above } = rollUpOnce(id, items);
      parent.count(above);
      return [...items, ...checkpoints, ...others];
    },
  };
};

const addTo = (sum: Record<string, unknown>, counts: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(counts)) sum[name] = Number(sum[name] ?? 0) + count;
};

/** A part of a nation with all its items: a committee, or a completed superior. */
export type RecordedPart =
  | { items: Item[]; committee: { planned: PlannedCommittee; recorded: RecordedCommittee; superiors: string[] } }
  | { items: Item[]; isTop: boolean };

/** Provinces by number, the end excluded. */
export type Branch = { from: number; until: number };

/**
 * Records the provinces of a branch (by default all), with at most one superior of each level in memory. The top comes
 * last, with the counts of this branch.
 */
export async function* recordNation(size: Size, branch?: Branch): AsyncGenerator<RecordedPart> {
  const { seed } = size;
  const shape = shapeOf(size);
  const sizes = [...shape.sizes()];
  const committeesOf = Map.groupBy(sizes.keys(), shape.superiorOf);
  const superiorsOf = Map.groupBy(committeesOf.keys(), shape.provinceOf);
  const firstSuperior = 1 + shape.provinces;
  const firstCommittee = firstSuperior + shape.superiors;
  const { from, until } = branch ?? { from: 0, until: shape.provinces };
  const top = await openSuperior(seed, 0, "Đảng bộ Trung ương", undefined);
  for (const [provinceNumber, superiors] of superiorsOf) {
    if (provinceNumber < from || provinceNumber >= until) continue;
    const province = await openSuperior(seed, 1 + provinceNumber, `Đảng bộ tỉnh ${provinceNumber + 1}`, top);
    for (const number of superiors) {
      const name = `Đảng bộ cấp trên cơ sở ${number + 1}`;
      const superior = await openSuperior(seed, firstSuperior + number, name, province);
      for (const committee of committeesOf.get(number) ?? []) {
        const planned = planCommittee(seed, committee, sizes[committee] ?? 0);
        const { items, recorded } = await recordOne(seed, firstCommittee + committee, planned, superior);
        yield { items, committee: { planned, recorded, superiors: [top.id, province.id, superior.id] } };
      }
      yield { items: superior.close(), isTop: false };
    }
    yield { items: province.close(), isTop: false };
  }
  yield { items: top.close(), isTop: true };
}

const recordOne = async (seed: number, part: number, planned: PlannedCommittee, superior: Superior) => {
  const engine = new MemoryEngine(superior.items());
  const recorded = await recordCommittee(contextsOn(engine, seed, part), planned, superior.id);
  const items = superior.takeOver(engine.items());
  const { checkpoints, above } = rollUpOnce(recorded.committeeId, items);
  superior.count(above);
  return { items: [...items, ...checkpoints], recorded };
};
