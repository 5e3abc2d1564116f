import { sequence } from "../../../lib/statistics/tally.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Item } from "../../../lib/table/write.ts";
import { MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import type { Attributes } from "../../../test/support/memory-engine/values.ts";
import { type Above, carryOnce } from "./carry-once.ts";
import { workOn } from "./memory-work.ts";
import { recordSuperior } from "./record-committee.ts";

/** A superior whose committees are being recorded: what stands of it, and what has been counted in it so far. */
export type Superior = {
  id: string;
  /** Its items that writes below it look at. */
  items(): Attributes[];
  /** Takes what a part below made of those; gives the part's own items back. */
  takeBack(items: Iterable<Readonly<Attributes>>): Item[];
  count(above: readonly Above[]): void;
  /** All of its items, when nothing more comes below it; what it counted goes to its own superior. */
  close(): Item[];
};

/** Records a superior below another (the top: below none) and keeps it open. */
export const openSuperior = async (
  seed: number,
  part: number,
  name: string,
  parent: Superior | undefined,
): Promise<Superior> => {
  const engine = new MemoryEngine(parent?.items());
  const id = await recordSuperior(workOn(engine, seed, part)(), name, parent?.id);
  const made = parent ? parent.takeBack(engine.items()) : ([...engine.items()] as Item[]);
  const { pk } = keys.tally(id);
  const own = new Map(made.filter((item) => item.pk === pk).map((item) => [item.sk, item]));
  const others = made.filter((item) => item.pk !== pk);
  const sums = new Map<string, Record<string, number>>();
  return {
    id,
    items: () => [...own.values()].map((item) => ({ ...item }) as Attributes),
    takeBack: (items) => {
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
      const { notes, above } = carryOnce(id, items);
      parent.count(above);
      return [...items, ...notes, ...others];
    },
  };
};

const addTo = (sum: Record<string, unknown>, counts: Readonly<Record<string, number>>): void => {
  for (const [name, count] of Object.entries(counts)) sum[name] = Number(sum[name] ?? 0) + count;
};
