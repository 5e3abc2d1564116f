import type { Item } from "../../../lib/table/write.ts";
import { MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import { type PlannedCommittee, planCommittee } from "../nation/committee.ts";
import { type Size, shapeOf } from "../nation/shape.ts";
import { carryOnce } from "./carry-once.ts";
import { workOn } from "./memory-work.ts";
import { type RecordedCommittee, recordCommittee } from "./record-committee.ts";
import { openSuperior, type Superior } from "./superior.ts";

/** A part of a nation with all its items: a committee as it was drawn and recorded, or a superior that is complete. */
export type RecordedPart =
  | { items: Item[]; committee: { planned: PlannedCommittee; recorded: RecordedCommittee; superiors: string[] } }
  | { items: Item[]; superiorId: string; level: "top" | "province" | "superior" };

/** Provinces by their numbers, the end left out. */
export type Branch = { from: number; until: number };

/**
 * Records the provinces of a branch (all of them unless said), with at most one superior of each level open: nothing of a
 * nation is ever in memory but that. The top comes last, with what it counts of this branch.
 */
export async function* recordNation(size: Size, branch?: Branch): AsyncGenerator<RecordedPart> {
  const shape = shapeOf(size);
  const { from, until } = branch ?? { from: 0, until: shape.provinces };
  const { seed } = size;
  const top = await openSuperior(seed, 0, "Đảng bộ Trung ương", undefined);
  let province: { number: number; open: Superior } | undefined;
  let superior: { number: number; open: Superior } | undefined;
  const closeSuperior = function* (): Generator<RecordedPart> {
    if (superior) yield { items: superior.open.close(), superiorId: superior.open.id, level: "superior" };
    superior = undefined;
  };
  const closeProvince = function* (): Generator<RecordedPart> {
    yield* closeSuperior();
    if (province) yield { items: province.open.close(), superiorId: province.open.id, level: "province" };
    province = undefined;
  };
  let number = -1;
  for (const members of shape.sizes()) {
    number += 1;
    const inSuperior = shape.superiorOf(number);
    const inProvince = shape.provinceOf(inSuperior);
    if (inProvince < from || inProvince >= until) continue;
    if (province?.number !== inProvince) {
      yield* closeProvince();
      const open = await openSuperior(seed, 1 + inProvince, `Đảng bộ tỉnh ${inProvince + 1}`, top);
      province = { number: inProvince, open };
    }
    if (superior?.number !== inSuperior) {
      yield* closeSuperior();
      const part = 1 + shape.provinces + inSuperior;
      const open = await openSuperior(seed, part, `Đảng bộ cấp trên cơ sở ${inSuperior + 1}`, province.open);
      superior = { number: inSuperior, open };
    }
    const planned = planCommittee(seed, number, members);
    const part = 1 + shape.provinces + shape.superiors + number;
    const { items, recorded } = await recordOne(seed, part, planned, superior.open);
    yield { items, committee: { planned, recorded, superiors: [top.id, province.open.id, superior.open.id] } };
  }
  yield* closeProvince();
  yield { items: top.close(), superiorId: top.id, level: "top" };
}

const recordOne = async (seed: number, part: number, planned: PlannedCommittee, superior: Superior) => {
  const engine = new MemoryEngine(superior.items());
  const recorded = await recordCommittee(workOn(engine, seed, part), planned, superior.id);
  const items = superior.takeBack(engine.items());
  const { notes, above } = carryOnce(recorded.committeeId, items);
  superior.count(above);
  return { items: [...items, ...notes], recorded };
};
