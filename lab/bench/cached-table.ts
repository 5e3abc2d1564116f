import type { Table } from "../../lib/table/table.ts";

type Reads = Pick<Table, "get" | "getMany" | "query">;
type Read = (input: never) => Promise<unknown>;

/** A table that reads everything once and from then on from memory; `readAll` repeats every read so far. */
export const cachedTable = (table: Table): { table: Table; readAll(): Promise<unknown[]> } => {
  const results = new Map<string, unknown>();
  const repeats = new Map<string, () => Promise<unknown>>();
  const cached = (name: keyof Reads) => async (input: never) => {
    const key = `${name} ${JSON.stringify(input)}`;
    if (!results.has(key)) {
      results.set(key, await (table[name] as Read)(input));
      repeats.set(key, () => cached(name)(input));
    }
    return results.get(key);
  };
  const reads = { get: cached("get"), getMany: cached("getMany"), query: cached("query") };
  return {
    table: { ...table, ...(reads as unknown as Reads) },
    readAll: () => Promise.all([...repeats.values()].map((read) => read())),
  };
};
