import { inUseBy } from "../records/references.ts";
import { keys } from "../table/keys.ts";
import { update, type Write } from "../table/write.ts";
import type { LifeSpan } from "./life-span.ts";
import {
  type CommitteeTree,
  type OrganisationWithTree,
  type Placement,
  type StoredOrganisation,
  type TreeUnit,
  unitItemOf,
  unitsMaximum,
} from "./tree.ts";

/** Adds a unit to the tree of its tenant, or replaces it. */
export const addUnit = (tree: CommitteeTree, { record }: StoredOrganisation, placementVersion: number): Write => {
  const { id, kind, parentId = tree.tenantId, establishedOn, dissolvedOn } = record;
  return update(
    keys.tree(tree.tenantId),
    {
      update: "SET #units.#id = :unit",
      names: { "#units": "units", "#id": id },
      values: {
        ":unit": unitItemOf({ kind, parentId, placementVersion, establishedOn, dissolvedOn }),
        ":maximum": unitsMaximum,
      },
      condition: { expression: "attribute_exists(pk) AND size(#units) < :maximum" },
    },
    () => inUseBy([{ kind: "organisation", count: Object.keys(tree.units).length }]),
  );
};

export const removeUnit = (tree: CommitteeTree, id: string): Write =>
  update(keys.tree(tree.tenantId), { update: "REMOVE #units.#id", names: { "#units": "units", "#id": id } });

/** Replaces a unit in the tree of its tenant, at the placement version that was read. */
export const replaceUnit = (
  { tenantId }: CommitteeTree,
  { id, before, unit }: { id: string; before: number; unit: TreeUnit },
): Write =>
  update(keys.tree(tenantId), {
    update: "SET #units.#id = :unit",
    names: { "#units": "units", "#id": id },
    values: { ":unit": unitItemOf(unit), ":place": before },
    condition: { expression: "#units.#id.place = :place" },
  });

/** An update of a tenant's tree that also sets or removes its life span. */
const tenantUpdate = (
  { establishedOn: est, dissolvedOn: dis }: LifeSpan,
  set: Readonly<Record<string, unknown>>,
): { update: string; names: Record<string, string>; values: Record<string, unknown> } => {
  const all = Object.entries({ ...set, est, dis });
  const present = all.filter(([, value]) => value !== undefined);
  const removed = all.flatMap(([name, value]) => (value === undefined ? [`#${name}`] : []));
  const sets = present.map(([name]) => `#${name} = :${name}`).join(", ");
  return {
    update: `SET ${sets}${removed.length > 0 ? ` REMOVE ${removed.join(", ")}` : ""}`,
    names: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(present.map(([name, value]) => [`:${name}`, value])),
  };
};

/** Replaces the life span of a tenant in its tree, at the placement version that was read. */
export const replaceTenantLifeSpan = ({ tenantId, placementVersion }: CommitteeTree, span: LifeSpan): Write => {
  const { values, ...change } = tenantUpdate(span, { place: placementVersion + 1 });
  return update(keys.tree(tenantId), {
    ...change,
    values: { ...values, ":before": placementVersion },
    condition: { expression: "#place = :before" },
  });
};

/** Moves an unused organisation to another parent. */
export const reparentTreeWrites = (
  found: OrganisationWithTree,
  after: StoredOrganisation,
  { path, tree }: Placement,
): Write[] => {
  const place = (found.chain[0]?.placementVersion ?? 0) + 1;
  if (!tree) return [update(keys.tree(after.tenantId), tenantUpdate(after.record, { path, place }))];
  const added = addUnit(tree, after, place);
  return tree.tenantId === found.tree.tenantId ? [added] : [removeUnit(found.tree, after.record.id), added];
};
