import { parseRecordKey, type RecordKind } from "../../../lib/records/kinds.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import type { Simulation } from "../run/simulation.ts";

export type Item = Attributes & { pk: string; sk: string };

/** The items of the table at the end of a run. */
export type Snapshot = {
  all: readonly Item[];
  get(pk: string, sk: string): Item | undefined;
  /** Records of a kind. */
  ofKind(kind: RecordKind): readonly Item[];
  /** Records by prefix of their partition key: `ORG#`, `MEM#`, `MTG#`, `AWD#`, `CLI#`, `HOOK#`. */
  records(prefix: string): readonly Item[];
  /** Parts of all meetings by prefix of their sort key. */
  parts(prefix: string): readonly Item[];
  /** Ids from the top to an organisation, inclusive. */
  pathOf(id: string): readonly string[];
};

const known = new WeakMap<Simulation, Snapshot>();

export const snapshotOf = (simulation: Simulation): Snapshot => {
  const snapshot = known.get(simulation) ?? read(simulation);
  known.set(simulation, snapshot);
  return snapshot;
};

const read = ({ engine }: Simulation): Snapshot => {
  const all = [...engine.items()] as Item[];
  const byName = new Map(all.map((item) => [nameOf(item), item]));
  const records = Map.groupBy(
    all.filter(({ sk }) => sk === "META"),
    ({ pk }) => pk.slice(0, pk.indexOf("#") + 1),
  );
  const parts = all.filter(({ pk }) => pk.startsWith("MTG#"));
  const kinds = Map.groupBy(all, (item) => parseRecordKey(item)?.kind);
  const paths = new Map<string, string[]>();
  const snapshot: Snapshot = {
    all,
    get: (pk, sk) => byName.get(`${pk} ${sk}`),
    ofKind: (kind) => kinds.get(kind) ?? [],
    records: (prefix) => records.get(prefix) ?? [],
    parts: (prefix) => parts.filter(({ sk }) => sk.startsWith(prefix)),
    pathOf: (id) => {
      const path = paths.get(id) ?? pathIn(snapshot, id, 0);
      paths.set(id, path);
      return path;
    },
  };
  return snapshot;
};

/** More levels than any tree has: limits the walk if there is a cycle. */
const maximumDepth = 9;

const pathIn = (snapshot: Snapshot, id: string, depth: number): string[] => {
  const item = snapshot.get(`ORG#${id}`, "META");
  if (!item || depth > maximumDepth) return [];
  return [...(item.parentId === undefined ? [] : pathIn(snapshot, String(item.parentId), depth + 1)), id];
};

export const nameOf = ({ pk, sk }: Pick<Item, "pk" | "sk">) => `${pk} ${sk}`;

/** A list attribute whose elements have text fields. */
export const listIn = (item: Item, name: string): Record<string, string | undefined>[] =>
  (item[name] ?? []) as Record<string, string | undefined>[];

/** The id in a partition or sort key. */
export const idIn = (key: string) => key.slice(key.indexOf("#") + 1);

/** Counts references by name. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(name: unknown, count = 1): void {
    if (typeof name === "string") this.#counts.set(name, this.of(name) + count);
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

/** A property of every run. `violations` describes where it does not hold. */
export type Invariant = { name: string; violations: (simulation: Simulation) => string[] };
