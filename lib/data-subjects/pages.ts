import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { readMany } from "../table/read-many.ts";
import type { Table } from "../table/table.ts";
import type { Item, Key } from "../table/write.ts";

/** Items by key, however many, in their order; those that are gone are left out. */
export const loadExisting = async (table: Pick<Table, "getMany">, wanted: readonly Key[]): Promise<Item[]> =>
  (await readMany(table, wanted)).filter((item) => item !== undefined);

/** Everything that stands with a member: the record, its history, awards, pointers from votes and photos. */
export const loadMemberItems = (table: Pick<Table, "query">, memberId: string): Promise<Item[]> =>
  readAll(table, { partition: keys.member(memberId).pk });

const partOf = ({ part }: Item): Key => {
  const { pk, sk } = (part ?? {}) as Partial<Key>;
  if (typeof pk !== "string" || typeof sk !== "string") throw new TypeError("A pointer without a part");
  return { pk, sk };
};

/** Parts of meetings of a kind (`VOTE#`, `PHO#`) that point to a member. */
export const referencingParts = (items: readonly Item[], kind: string): Key[] =>
  items.filter(({ sk }) => sk.startsWith(`NAMED#${kind}`)).map(partOf);
