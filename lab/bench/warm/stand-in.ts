import type { Table } from "../../../lib/table/table.ts";

type Reads = Pick<Table, "get" | "getMany" | "query">;
type Read = (asked: never) => Promise<unknown>;

/** A table that answers at once what it has answered before, and the reads it was asked for. */
export type StandIn = { table: Table; again(): Promise<unknown[]> };

/** Stands in for a table: what is read for the first time comes from there, later from memory. */
export const standIn = (table: Table): StandIn => {
  const answers = new Map<string, () => Promise<unknown>>();
  const known = new Map<string, unknown>();
  const remembered = (name: keyof Reads) => async (asked: never) => {
    const key = `${name} ${JSON.stringify(asked)}`;
    if (!known.has(key)) {
      known.set(key, await (table[name] as Read)(asked));
      answers.set(key, () => remembered(name)(asked));
    }
    return known.get(key);
  };
  const reads = { get: remembered("get"), getMany: remembered("getMany"), query: remembered("query") };
  return {
    table: { ...table, ...(reads as unknown as Reads) },
    again: () => Promise.all([...answers.values()].map((ask) => ask())),
  };
};
