import type { Attributes } from "../../support/memory-engine/values.ts";
import type { Story } from "../run/simulation.ts";

export type Item = Attributes & { pk: string; sk: string };

/** What stands in the table at the end, sorted by what it is. */
export type Kept = {
  all: readonly Item[];
  get(pk: string, sk: string): Item | undefined;
  /** Records of a kind, by the beginning of their partition: `ORG#`, `MEM#`, `MTG#`, `AWD#`, `CLI#`. */
  records(prefix: string): readonly Item[];
  /** Parts of all meetings, by the beginning of their sort keys. */
  parts(prefix: string): readonly Item[];
  /** Ids from the top down to an organisation, that one included, by the records alone. */
  pathOf(id: string): readonly string[];
};

const known = new WeakMap<Story, Kept>();

export const keptIn = (story: Story): Kept => {
  const kept = known.get(story) ?? read(story);
  known.set(story, kept);
  return kept;
};

const read = ({ engine }: Story): Kept => {
  const all = [...engine.items()] as Item[];
  const byName = new Map(all.map((item) => [nameOf(item), item]));
  const records = Map.groupBy(
    all.filter(({ sk }) => sk === "META"),
    ({ pk }) => pk.slice(0, pk.indexOf("#") + 1),
  );
  const parts = all.filter(({ pk }) => pk.startsWith("MTG#"));
  const paths = new Map<string, string[]>();
  const kept: Kept = {
    all,
    get: (pk, sk) => byName.get(`${pk} ${sk}`),
    records: (prefix) => records.get(prefix) ?? [],
    parts: (prefix) => parts.filter(({ sk }) => sk.startsWith(prefix)),
    pathOf: (id) => {
      const path = paths.get(id) ?? pathIn(kept, id, 0);
      paths.set(id, path);
      return path;
    },
  };
  return kept;
};

/** Levels of organisations that no tree has: who hangs below itself does not end. */
const depthMost = 9;

const pathIn = (kept: Kept, id: string, depth: number): string[] => {
  const item = kept.get(`ORG#${id}`, "META");
  if (!item || depth > depthMost) return [];
  return [...(item.parentId === undefined ? [] : pathIn(kept, String(item.parentId), depth + 1)), id];
};

export const nameOf = ({ pk, sk }: Pick<Item, "pk" | "sk">) => `${pk} ${sk}`;

/** A list that an item holds, each element with text fields. */
export const listIn = (item: Item, name: string): Record<string, string | undefined>[] =>
  (item[name] ?? []) as Record<string, string | undefined>[];

/** The id of what stands at a partition or sort key. */
export const idIn = (key: string) => key.slice(key.indexOf("#") + 1);

/** Counts up what names something. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: unknown, count = 1): void {
    if (typeof name === "string") this.#counts.set(name, this.of(name) + count);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

/** Something that holds at the end of every run: what of it does not, in words; nothing where all is well. */
export type Check = { name: string; look: (story: Story) => string[] };
