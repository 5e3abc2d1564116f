import { chainOf, readTree } from "../../../../../lib/organisations/tree.ts";
import { tenantIdFromId } from "../../../../../lib/shared/ids.ts";
import { keys } from "../../../../../lib/table/keys.ts";
import { type Given, was } from "../given.ts";

/** Organisations below a department, each of which has lists of its own. */
export const unitsBelow = (given: Given, departmentId: string): string[] => {
  const tree = readTree(was(given, keys.tree(tenantIdFromId(departmentId))));
  const isBelow = (unit: string) => chainOf(tree, unit).some(({ organisationId }) => organisationId === departmentId);
  return Object.keys(tree.units).filter((unit) => unit !== departmentId && isBelow(unit));
};
