import { mayBeChildOf } from "../../../lib/organisations/rules.ts";
import type { OrganisationKind } from "../../../lib/organisations/schema.ts";
import type { Check } from "./snapshot.ts";
import { type Item, idIn, type Kept, keptIn } from "./snapshot.ts";

const isTenant = ({ kind }: Item) => kind === "superior-committee" || kind === "grassroots-committee";

const tenantOf = (kept: Kept, id: string): string | undefined =>
  kept.pathOf(id).findLast((one) => {
    const item = kept.get(`ORG#${one}`, "META");
    return item !== undefined && isTenant(item);
  });

const placed = (kept: Kept): string[] =>
  kept.records("ORG#").flatMap((item) => {
    const id = idIn(item.pk);
    const parent = item.parentId === undefined ? undefined : kept.get(`ORG#${item.parentId}`, "META");
    const kind = item.kind as OrganisationKind;
    const stands = mayBeChildOf(kind, parent ? (parent.kind as OrganisationKind) : "top");
    const tenantId = tenantOf(kept, id);
    return [
      ...(stands ? [] : [`${id} stands where it may not`]),
      ...(tenantId === item.tenantId ? [] : [`${id} is kept in ${item.tenantId} and stands in ${tenantId}`]),
      ...treeOf(kept, item),
    ];
  });

/** The tree of a home says what the records of its units say, and where all of them hang. */
const treeOf = (kept: Kept, item: Item): string[] => {
  if (!isTenant(item)) return [];
  const id = idIn(item.pk);
  const units = kept.records("ORG#").filter((unit) => !isTenant(unit) && unit.tenantId === id);
  const placeOf = (pk: string) => kept.get(pk, "TALLY")?.place;
  const wanted = {
    path: kept.pathOf(id).slice(0, -1),
    place: placeOf(item.pk),
    units: Object.fromEntries(
      units.map(({ pk, kind, parentId }) => [idIn(pk), { kind, parentId, place: placeOf(pk) }]).sort(byName),
    ),
  };
  const { path, place, units: entered = {} }: Partial<Item> = kept.get(item.pk, "TREE") ?? {};
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

const tenantIds = (kept: Kept): string[] =>
  [...kept.records("MEM#"), ...kept.records("MTG#"), ...kept.records("AWD#")]
    .filter((item) => item.deletedAt === undefined && tenantOf(kept, String(item.organisationId)) !== item.tenantId)
    .map(
      ({ pk, tenantId, organisationId }) =>
        `${pk} is kept in ${tenantId}, its organisation in ${tenantOf(kept, String(organisationId))}`,
    );

export const trees: readonly Check[] = [
  { name: "organisations stand where their trees say", look: (story) => placed(keptIn(story)) },
  { name: "records are kept in the home of their organisation", look: (story) => tenantIds(keptIn(story)) },
];
