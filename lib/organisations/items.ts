import * as z from "zod/mini";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { titleSortKey } from "../shared/collation.ts";
import { Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { difference } from "../statistics/counters.ts";
import { type AncestorRef, tallyWrites } from "../statistics/tally.ts";
import { keys, lists, root } from "../table/keys.ts";
import { add, deleteAtVersion, deleteItem, type Item, insert, replace, update, type Write } from "../table/write.ts";
import type { Placement } from "./placement.ts";
import type { OrganisationWithTree } from "./reads.ts";
import { organisationDeltas } from "./rules.ts";
import {
  type Organisation,
  type OrganisationInput,
  type OrganisationKind,
  organisationInput,
  organisationRecord,
} from "./schema.ts";
import { type CommitteeTree, datedAncestors, pathTo, unitsMaximum } from "./tree.ts";

const organisationItem = z.object({ ...itemFields, tenantId: z.string() });

/** An organisation as the table keeps it: the record, its version and the home it belongs to. */
export type StoredOrganisation = { record: Organisation; version: number; tenantId: string };

/** Superior and grassroots committees are homes of their own; the others are units of one. */
export const isTenant = (kind: Organisation["kind"]) =>
  kind === "superior-committee" || kind === "grassroots-committee";

export const organisationItemOf = ({ record, version, tenantId }: StoredOrganisation): Item => ({
  ...keys.organisation(record.id),
  ...record,
  version,
  tenantId,
  // A home is listed among the children of its parent, a unit among all units of its home and below its own parent.
  inTenant: lists.inTenant(externalScope(record, tenantId), "organisation"),
  ...(isTenant(record.kind) ? {} : { inUnit: lists.inUnit(record.parentId ?? root, "organisation") }),
  sort: `${titleSortKey(record.name)}#${record.id}`,
});

/** Reads an item; throws where it is not what we write. */
export const readOrganisation = (item: Item): StoredOrganisation => {
  const { version, tenantId } = decodeStored(organisationItem, item);
  return { record: decodeStored(organisationRecord, item), version, tenantId };
};

const inputNames = Object.keys(organisationInput.shape);

/** The record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (record: Organisation): OrganisationInput =>
  Object.fromEntries(Object.entries(record).filter(([name]) => inputNames.includes(name))) as OrganisationInput;

/** External ids are unique in the home of a unit, and among those with the same parent above that. */
export const externalScope = (record: Pick<Organisation, "kind" | "parentId">, tenantId: string) =>
  isTenant(record.kind) ? (record.parentId ?? root) : tenantId;

const firstPlacementVersion = 1;

const inUse = () => new Problem("in-use");

/** Nothing hangs on the organisation: no child, member, meeting, award or client names it. */
const unused = { expression: "attribute_not_exists(refs) OR refs = :none", values: { ":none": 0 } };

export const externalIdOwner = ({ record, tenantId }: StoredOrganisation) => ({
  owner: { kind: "organisation", id: record.id, scope: externalScope(record, tenantId) } as const,
  ids: record.externalIds,
});

/** One record more (or less) depends on an organisation; it must still stand where it was seen. */
export const addOrganisationReference = (
  { organisationId, placementVersion: place }: AncestorRef,
  count: 1 | -1,
): Write => add(keys.tally(organisationId), { refs: count }, { expect: { place } });

/** How a parent counts a child that comes (or goes): homes also apart, so that all of them can be told from some. */
export const childCounters = (kind: OrganisationKind, count: 1 | -1) => ({
  refs: count,
  ...(isTenant(kind) ? { tenantIds: count } : {}),
});

const addChild = (parent: AncestorRef, kind: OrganisationKind): Write =>
  add(keys.tally(parent.organisationId), childCounters(kind, 1), { expect: { place: parent.placementVersion } });

const removeChild = (parentId: string, kind: OrganisationKind): Write =>
  add(keys.tally(parentId), childCounters(kind, -1));

const addUnit = (tree: CommitteeTree, { record }: StoredOrganisation, place: number): Write =>
  update(
    keys.tree(tree.tenantId),
    {
      update: "SET #units.#id = :unit",
      names: { "#units": "units", "#id": record.id },
      values: { ":unit": { kind: record.kind, parentId: record.parentId, place }, ":maximum": unitsMaximum },
      condition: { expression: "attribute_exists(pk) AND size(#units) < :maximum" },
    },
    inUse,
  );

const removeUnit = (tree: CommitteeTree, id: string): Write =>
  update(keys.tree(tree.tenantId), { update: "REMOVE #units.#id", names: { "#units": "units", "#id": id } });

/** The writes that make an organisation at its place. */
export const createOrganisationWrites = (stored: StoredOrganisation, place: Placement): Write[] => {
  const { id, kind } = stored.record;
  const chain = [{ organisationId: id, place: undefined }, ...place.above];
  const tree = { ...keys.tree(id), tenantId: id, kind, path: place.path, place: firstPlacementVersion, units: {} };
  return [
    insert(organisationItemOf(stored)),
    place.tree ? addUnit(place.tree, stored, firstPlacementVersion) : insert(tree),
    add(keys.tally(id), { place: firstPlacementVersion }, { expect: { place: undefined } }),
    ...place.above.slice(0, 1).map((parent) => addChild(parent, kind)),
    ...tallyWrites(organisationDeltas(stored.record), () => chain),
    ...externalIdWrites(undefined, externalIdOwner(stored)),
  ];
};

/** The writes that change an organisation where it stands. */
export const updateOrganisationWrites = (found: OrganisationWithTree, after: StoredOrganisation): Write[] => [
  replace(organisationItemOf(after), found.version),
  ...tallyWrites(difference(organisationDeltas(found.record), organisationDeltas(after.record)), (id) =>
    datedAncestors(found.tree, id),
  ),
  ...externalIdWrites(externalIdOwner(found), externalIdOwner(after)),
];

/** The writes that change an organisation and hang it elsewhere, which only one may that nothing hangs on. */
export const reparentOrganisationWrites = (
  found: OrganisationWithTree,
  after: StoredOrganisation,
  place: Placement,
): Write[] => {
  const [own = { organisationId: after.record.id, placementVersion: undefined }, ...above] = found.chain;
  const next = (own.placementVersion ?? 0) + 1;
  const oldParent = isTenant(found.record.kind) ? found.tree.path.at(-1) : above[0]?.organisationId;
  return [
    replace(organisationItemOf(after), found.version),
    add(
      keys.tally(own.organisationId),
      { place: 1 },
      { expect: { place: own.placementVersion }, condition: unused, onConditionFailed: inUse },
    ),
    ...(oldParent ? [removeChild(oldParent, found.record.kind)] : []),
    ...place.above.slice(0, 1).map((parent) => addChild(parent, found.record.kind)),
    ...treeWrites(found, after, place, next),
    ...tallyWrites(
      organisationDeltas(found.record).map((effect) => ({ ...effect, count: -effect.count })),
      () => found.chain,
    ),
    ...tallyWrites(organisationDeltas(after.record), () => [own, ...place.above]),
    ...externalIdWrites(externalIdOwner(found), externalIdOwner(after)),
  ];
};

const treeWrites = (
  found: OrganisationWithTree,
  after: StoredOrganisation,
  place: Placement,
  next: number,
): Write[] => {
  if (!place.tree) {
    const change = {
      update: "SET #path = :path, place = :place",
      names: { "#path": "path" },
      values: { ":path": place.path, ":place": next },
    };
    return [update(keys.tree(after.tenantId), change)];
  }
  const entered = addUnit(place.tree, after, next);
  return place.tree.tenantId === found.tree.tenantId ? [entered] : [removeUnit(found.tree, after.record.id), entered];
};

/** The writes that delete an organisation nothing hangs on. */
export const deleteOrganisationWrites = (found: OrganisationWithTree): Write[] => {
  const { record, tree, chain, version } = found;
  const gone = organisationDeltas(record).map((effect) => ({ ...effect, count: -effect.count }));
  const parent = isTenant(record.kind) ? tree.path.at(-1) : chain[1]?.organisationId;
  return [
    deleteAtVersion(keys.organisation(record.id), version),
    // Nothing else tells its place any more to who asks what became of what had been there.
    tombstone(keys.organisation(record.id), { path: pathTo(tree, record.id).join("/") }),
    deleteItem(keys.tally(record.id), unused, inUse),
    isTenant(record.kind) ? deleteItem(keys.tree(record.id)) : removeUnit(tree, record.id),
    ...(parent ? [removeChild(parent, record.kind)] : []),
    ...tallyWrites(gone, () => chain.slice(1)),
    ...externalIdWrites(externalIdOwner(found), undefined),
  ];
};
