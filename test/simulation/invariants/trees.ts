import { mayBeChildOf } from "../../../lib/organisations/rules.ts";
import type { OrganisationKind } from "../../../lib/organisations/schema.ts";
import { recordKindList, specOf } from "../../../lib/records/kinds.ts";
import { type Invariants, type Item, idIn, isPresent, type Snapshot } from "./snapshot.ts";

const isTenant = ({ kind }: Item) => kind === "superior-committee" || kind === "grassroots-committee";

const tenantOf = (snapshot: Snapshot, id: string): string | undefined =>
  snapshot.pathOf(id).findLast((one) => {
    const item = snapshot.get(`ORG#${one}`, "META");
    return item !== undefined && isTenant(item);
  });

const placed = (snapshot: Snapshot): string[] =>
  snapshot.ofKind("organisation").flatMap((item) => {
    const id = idIn(item.pk);
    const parent = item.parentId === undefined ? undefined : snapshot.get(`ORG#${item.parentId}`, "META");
    const kind = item.kind as OrganisationKind;
    const isAllowed = mayBeChildOf(kind, parent ? (parent.kind as OrganisationKind) : "top");
    const tenantId = tenantOf(snapshot, id);
    return [
      ...(isAllowed ? [] : [`${id} has a parent that is not allowed`]),
      ...(tenantId === item.tenantId ? [] : [`${id} is stored in ${item.tenantId} and belongs to ${tenantId}`]),
      ...treeOf(snapshot, item),
    ];
  });

type Unit = Readonly<Record<string, unknown>>;
const unitsOf = (units: readonly (readonly [string, Unit])[]) =>
  units
    .map(([id, { kind, parentId, place }]) => [id, { kind, parentId, place }] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** The tree of a tenant equals the records of its units and the path above them. */
const treeOf = (snapshot: Snapshot, item: Item): string[] => {
  if (!isTenant(item)) return [];
  const id = idIn(item.pk);
  const units = snapshot.ofKind("organisation").filter((unit) => !isTenant(unit) && unit.tenantId === id);
  const placeOf = (pk: string) => snapshot.get(pk, "TALLY")?.place;
  const wanted = {
    path: snapshot.pathOf(id).slice(0, -1),
    place: placeOf(item.pk),
    units: unitsOf(units.map((unit) => [idIn(unit.pk), { ...unit, place: placeOf(unit.pk) }])),
  };
  const { path, place, units: entered = {} }: Partial<Item> = snapshot.get(item.pk, "TREE") ?? {};
  const found = { path, place, units: unitsOf(Object.entries(entered as Record<string, Unit>)) };
  const [a, b] = [JSON.stringify(wanted), JSON.stringify(found)];
  return a === b ? [] : [`${id} should have the tree ${a}, and has ${b}`];
};

const tenantIds = (snapshot: Snapshot): string[] =>
  recordKindList
    .filter((kind) => specOf(kind).externalIds === "tenant")
    .flatMap(snapshot.ofKind)
    // A client or webhook of the whole service belongs to no organisation.
    .filter((item) => isPresent(item) && item.organisationId !== undefined)
    .filter((item) => tenantOf(snapshot, String(item.organisationId)) !== item.tenantId)
    .map(
      ({ pk, tenantId, organisationId }) =>
        `${pk} is stored in ${tenantId}, its organisation in ${tenantOf(snapshot, String(organisationId))}`,
    );

export const trees: Invariants = {
  "the trees of tenants match their organisations": placed,
  "records belong to the tenant of their organisation": tenantIds,
};
