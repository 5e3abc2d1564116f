import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { readOrganisation } from "./items.ts";

/** Names by the ids of organisations. */
export type PublicNames = ReadonlyMap<string, string>;

/** The names of the public ones among organisations. */
export const publicNames = (items: readonly (Item | undefined)[]): PublicNames =>
  new Map(
    items.flatMap((item): [string, string][] => {
      const record = item && readOrganisation(item).record;
      return record?.visibility === "public" ? [[record.id, record.name]] : [];
    }),
  );

/** Reads the names of public organisations in one round trip. */
export const readPublicNames = async (
  table: Pick<Table, "getMany">,
  ids: readonly (string | undefined)[],
): Promise<PublicNames> => {
  const wanted = [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [keys.organisation(id)]));
  const batches = Array.from({ length: Math.ceil(wanted.length / limits.batchReads) }, (_, i) =>
    wanted.slice(i * limits.batchReads, (i + 1) * limits.batchReads),
  );
  const found = await Promise.all(batches.map((batch) => table.getMany(batch, { consistency: "eventual" })));
  return publicNames(found.flat());
};
