import { mayBeChildOf } from "../../../lib/organisations/rules.ts";
import type { OrganisationKind } from "../../../lib/organisations/schema.ts";
import type { Invariant } from "./snapshot.ts";
import { type Item, idIn, type Snapshot, snapshotOf } from "./snapshot.ts";

const isTenant = ({ kind }: Item) => kind === "superior-committee" || kind === "grassroots-committee";

const tenantOf = (snapshot: Snapshot, id: string): string | undefined =>
  snapshot.pathOf(id).findLast((one) => {
    const item = snapshot.get(`ORG#${one}`, "META");
    return item !== undefined && isTenant(item);
  });

const placed = (snapshot: Snapshot): string[] =>
  snapshot.records("ORG#").flatMap((item) => {
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

/** The tree of a tenant equals the records of its units and the path above them. */
const treeOf = (snapshot: Snapshot, item: Item): string[] => {
  if (!isTenant(item)) return [];
  const id = idIn(item.pk);
  const units = snapshot.records("ORG#").filter((unit) => !isTenant(unit) && unit.tenantId === id);
  const placeOf = (pk: string) => snapshot.get(pk, "TALLY")?.place;
  const wanted = {
    path: snapshot.pathOf(id).slice(0, -1),
    place: placeOf(item.pk),
    units: Object.fromEntries(
      units.map(({ pk, kind, parentId }) => [idIn(pk), { kind, parentId, place: placeOf(pk) }]).sort(byName),
    ),
  };
  const { path, place, units: entered = {} }: Partial<Item> = snapshot.get(item.pk, "TREE") ?? {};
  const found = {
    path,
    place,
    units: Object.fromEntries(
      Object.entries(entered as Units)
        .map(inOrder)
        .sort(byName),
    ),
  };
  const [a, b] = [JSON.stringify(wanted), JSON.stringify(found)];
  return a === b ? [] : [`${id} should have the tree ${a}, and has ${b}`];
};

type Units = Record<string, Record<string, unknown>>;
const inOrder = ([unit, { kind, parentId, place }]: [string, Record<string, unknown>]) =>
  [unit, { kind, parentId, place }] as const;

const byName = (a: readonly unknown[], b: readonly unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);

const tenantIds = (snapshot: Snapshot): string[] =>
  [...snapshot.records("MEM#"), ...snapshot.records("MTG#"), ...snapshot.records("AWD#")]
    .filter((item) => item.deletedAt === undefined && tenantOf(snapshot, String(item.organisationId)) !== item.tenantId)
    .map(
      ({ pk, tenantId, organisationId }) =>
        `${pk} is stored in ${tenantId}, its organisation in ${tenantOf(snapshot, String(organisationId))}`,
    );

export const trees: readonly Invariant[] = [
  {
    name: "the trees of tenants match their organisations",
    violations: (simulation) => placed(snapshotOf(simulation)),
  },
  {
    name: "records belong to the tenant of their organisation",
    violations: (simulation) => tenantIds(snapshotOf(simulation)),
  },
];
