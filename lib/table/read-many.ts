import type { Table } from "./table.ts";
import type { Item, Key } from "./write.ts";

/** Keys one read takes. */
const readAtOnce = 100;

/** Items by key, however many, in the order of the keys; `undefined` where none stands. One wave of parallel reads. */
export const readMany = async (
  table: Pick<Table, "getMany">,
  wanted: readonly Key[],
): Promise<(Item | undefined)[]> => {
  const chunks: Key[][] = [];
  for (let i = 0; i < wanted.length; i += readAtOnce) chunks.push(wanted.slice(i, i + readAtOnce));
  return (await Promise.all(chunks.map((chunk) => table.getMany(chunk)))).flat();
};
