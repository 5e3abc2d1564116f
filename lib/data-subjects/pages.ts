import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Item, Key } from "../table/write.ts";

/** Keys one read takes. */
const readAtOnce = 100;

/** Items by key, however many, in their order; those that are gone are left out. */
export const readMany = async (table: Pick<Table, "getMany">, wanted: readonly Key[]): Promise<Item[]> => {
  const found: Item[] = [];
  for (let i = 0; i < wanted.length; i += readAtOnce) {
    const items = await table.getMany(wanted.slice(i, i + readAtOnce));
    found.push(...items.filter((item) => item !== undefined));
  }
  return found;
};

/** Everything that stands with a member: the record, its history, awards, pointers from votes and photos. */
export const readMemberItems = (table: Pick<Table, "query">, memberId: string): Promise<Item[]> =>
  readAll(table, { partition: keys.member(memberId).pk });

const partOf = ({ part }: Item): Key => {
  const { pk, sk } = (part ?? {}) as Partial<Key>;
  if (typeof pk !== "string" || typeof sk !== "string") throw new TypeError("A pointer without a part");
  return { pk, sk };
};

/** Parts of meetings of a kind (`VOTE#`, `PHO#`) that point to a member. */
export const partsNaming = (items: readonly Item[], kind: string): Key[] =>
  items.filter(({ sk }) => sk.startsWith(`NAMED#${kind}`)).map(partOf);
