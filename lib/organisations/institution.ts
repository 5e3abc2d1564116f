import type { Day } from "../shared/days.ts";
import { lists, root } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { readOrganisation } from "./items.ts";
import type { Organisation } from "./schema.ts";

/** Enough to find whether there is one, also among former ones. */
const candidates = 10;

/**
 * Name of the institution whose record this is: the only grassroots committee, else the only organisation at the top, where
 * that is public. Dissolved ones do not count. One round trip.
 */
export const readInstitutionName = async (table: Pick<Table, "query">, today: Day): Promise<string | undefined> => {
  const [committees, tops] = await Promise.all([
    table.query({ index: "byGroup", partition: lists.grassrootsCommittees, limit: candidates }),
    table.query({ index: "byTenant", partition: lists.inTenant(root, "organisation"), limit: candidates }),
  ]);
  const institution = onlyOne(committees.items, today) ?? onlyOne(tops.items, today);
  return institution?.visibility === "public" ? institution.name : undefined;
};

const onlyOne = (items: readonly Item[], today: Day): Organisation | undefined => {
  const existing = items
    .map((item) => readOrganisation(item).record)
    .filter(({ dissolvedOn }) => dissolvedOn === undefined || dissolvedOn > today);
  return existing.length === 1 ? existing[0] : undefined;
};
