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
  /** Ids from the top to an organisation, inclusive. */
  pathOf(id: string): readonly string[];
};

/** Properties of every run by name; each describes where it does not hold. */
export type Invariants = Readonly<Record<string, (snapshot: Snapshot, simulation: Simulation) => string[]>>;

/** More levels than any tree has: limits the walk if there is a cycle. */
const maximumDepth = 9;

export const readSnapshot = ({ engine }: Pick<Simulation, "engine">): Snapshot => {
  const all = [...engine.items()] as Item[];
  const byName = new Map(all.map((item) => [nameOf(item), item]));
  const kinds = Map.groupBy(all, (item) => parseRecordKey(item)?.kind);
  const paths = new Map<string, string[]>();
  const get = (pk: string, sk: string) => byName.get(`${pk} ${sk}`);
  const pathTo = (id: string, depth: number): string[] => {
    const item = get(`ORG#${id}`, "META");
    if (!item || depth > maximumDepth) return [];
    return [...(item.parentId === undefined ? [] : pathTo(String(item.parentId), depth + 1)), id];
  };
  const pathOf = (id: string) => {
    const path = paths.get(id) ?? pathTo(id, 0);
    paths.set(id, path);
    return path;
  };
  return { all, get, ofKind: (kind) => kinds.get(kind) ?? [], pathOf };
};

export const nameOf = ({ pk, sk }: Pick<Item, "pk" | "sk">) => `${pk} ${sk}`;

/** Whether an item exists and is no tombstone. */
export const isPresent = (item: Item | undefined) => item !== undefined && item.deletedAt === undefined;

/** A list attribute whose elements have text fields. */
export const listIn = (item: Item, name: string): Record<string, string | undefined>[] =>
  (item[name] ?? []) as Record<string, string | undefined>[];

/** The id in a partition or sort key. */
export const idIn = (key: string) => key.slice(key.indexOf("#") + 1);
