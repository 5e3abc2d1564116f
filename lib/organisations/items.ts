import * as z from "zod/mini";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdGuards } from "../records/external-ids.ts";
import type { RecordKind } from "../records/kinds.ts";
import { deleteUnreferenced, inUse, type ReferenceChange, referenceCounters } from "../records/references.ts";
import { titleSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { itemFields } from "../shared/schema.ts";
import { type CounterDelta, difference } from "../statistics/counters.ts";
import { type AncestorRef, placementAttribute, sequence, tallyWrites } from "../statistics/tally.ts";
import { keys, lists, root } from "../table/keys.ts";
import { add, deleteAtVersion, deleteItem, type Item, insert, replace, type Write } from "../table/write.ts";
import { isSameLifeSpan } from "./life-span.ts";
import { organisationDeltas } from "./rules.ts";
import { isTenantKind, type Organisation, type OrganisationKind, organisationRecord } from "./schema.ts";
import {
  datedAncestors,
  type OrganisationWithTree,
  type Placement,
  pathTo,
  type StoredOrganisation,
  treeItemOf,
} from "./tree.ts";
import { addUnit, removeUnit, reparentTreeWrites, replaceTenantLifeSpan, replaceUnit } from "./tree-writes.ts";

const organisationItem = z.object({ ...itemFields, tenantId: z.string() });

export const organisationItemOf = ({ record, version, tenantId }: StoredOrganisation): Item => ({
  ...keys.organisation(record.id),
  ...record,
  version,
  tenantId,
  // Tenants are listed below their parent; units in their tenant and below their own parent.
  inTenant: lists.inTenant(externalIdScope(record, tenantId), "organisation"),
  ...(isTenantKind(record.kind) ? {} : { inUnit: lists.inUnit(record.parentId ?? root, "organisation") }),
  ...(record.kind === "grassroots-committee" ? { inGroup: lists.grassrootsCommittees } : {}),
  sort: `${titleSortKey(record.name)}#${record.id}`,
});

/** Decodes an item; throws for a corrupt one. */
export const readOrganisation = (item: Item): StoredOrganisation => {
  const { version, tenantId } = decodeStored(organisationItem, item);
  return { record: decodeStored(organisationRecord, item), version, tenantId };
};

/** External ids are unique in the tenant of a unit, and among tenants with the same parent. */
export const externalIdScope = (record: Pick<Organisation, "kind" | "parentId">, tenantId: string) =>
  isTenantKind(record.kind) ? (record.parentId ?? root) : tenantId;

/** Guards of the external ids of an organisation, which change scope when it changes parent. */
export const organisationGuards = (before: StoredOrganisation | undefined, after: StoredOrganisation | undefined) => {
  const holderOf = (stored: StoredOrganisation | undefined) =>
    stored && { ...stored, externalIdScope: externalIdScope(stored.record, stored.tenantId) };
  return externalIdGuards("organisation", holderOf(before), holderOf(after));
};

/** No child, member, meeting, award or client refers to the organisation. */
const unused = { expression: "attribute_not_exists(refs) OR refs = :none", values: { ":none": 0 } };

/** Condition that an organisation still has the placement version that was read. */
export const expectPlacement = (placementVersion: number | undefined) => ({ [placementAttribute]: placementVersion });

/** Counts a reference to an organisation. Its placement must be unchanged. */
export const addOrganisationReference = (
  { organisationId, placementVersion }: AncestorRef,
  change: ReferenceChange,
): Write => add(keys.tally(organisationId), referenceCounters(change), { expect: expectPlacement(placementVersion) });

/** Counts the reference to an organisation by a deleted record no longer; the root's own records have none. */
export const releaseOrganisation = (organisationId: string | undefined, by: RecordKind): Write[] =>
  organisationId === undefined ? [] : [add(keys.tally(organisationId), referenceCounters({ by, count: -1 }))];

/** Counters of a parent for one child more or less; tenants are counted separately as well. */
const childCounters = (kind: OrganisationKind, count: 1 | -1) => ({
  ...referenceCounters({ by: "organisation", count }),
  ...(isTenantKind(kind) ? { tenants: count } : {}),
});

const addChild = ({ organisationId, placementVersion }: AncestorRef, kind: OrganisationKind): Write =>
  add(keys.tally(organisationId), childCounters(kind, 1), { expect: expectPlacement(placementVersion) });

const removeChild = (parentId: string, kind: OrganisationKind): Write =>
  add(keys.tally(parentId), childCounters(kind, -1));

const firstPlacementVersion = 1;

export const createOrganisationWrites = (stored: StoredOrganisation, { above, path, tree }: Placement): Write[] => {
  const { id, kind, establishedOn, dissolvedOn } = stored.record;
  const placementVersion = firstPlacementVersion;
  return [
    insert(organisationItemOf(stored)),
    tree
      ? addUnit(tree, stored, placementVersion)
      : insert(treeItemOf({ tenantId: id, kind, path, placementVersion, establishedOn, dissolvedOn, units: {} })),
    add(keys.tally(id), { [placementAttribute]: placementVersion }, { expect: expectPlacement(undefined) }),
    ...above.slice(0, 1).map((parent) => addChild(parent, kind)),
    ...tallyWrites(organisationDeltas(stored.record), () => [
      { organisationId: id, placementVersion: undefined },
      ...above,
    ]),
    ...organisationGuards(undefined, stored),
  ];
};

/**
 * Writes of an update that leaves the parent.
 * @param tally the yearly tally, if a new life span depends on the counters
 */
export const updateOrganisationWrites = (
  found: OrganisationWithTree,
  after: StoredOrganisation,
  tally?: Item | undefined,
): Write[] => [
  replace(organisationItemOf(after), found.version),
  ...(isSameLifeSpan(found.record, after.record) ? [] : lifeSpanWrites(found, after.record, tally)),
  ...tallyWrites(difference(organisationDeltas(found.record), organisationDeltas(after.record)), (id) =>
    datedAncestors(found.tree, id),
  ),
  ...organisationGuards(found, after),
];

const reversed = (deltas: readonly CounterDelta[]) => deltas.map((delta) => ({ ...delta, count: -delta.count }));

/** Writes of an update that changes the parent of an unused organisation. */
export const reparentOrganisationWrites = (
  found: OrganisationWithTree,
  after: StoredOrganisation,
  placement: Placement,
): Write[] => {
  const { kind } = found.record;
  const [own = { organisationId: after.record.id, placementVersion: undefined }, ...above] = found.chain;
  const oldParent = isTenantKind(kind) ? found.tree.path.at(-1) : above[0]?.organisationId;
  return [
    replace(organisationItemOf(after), found.version),
    add(
      keys.tally(own.organisationId),
      { [placementAttribute]: 1 },
      { expect: expectPlacement(own.placementVersion), condition: unused, onConditionFailed: inUse },
    ),
    ...(oldParent ? [removeChild(oldParent, kind)] : []),
    ...placement.above.slice(0, 1).map((parent) => addChild(parent, kind)),
    ...reparentTreeWrites(found, after, placement),
    ...tallyWrites(reversed(organisationDeltas(found.record)), () => found.chain),
    ...tallyWrites(organisationDeltas(after.record), () => [own, ...placement.above]),
    ...organisationGuards(found, after),
  ];
};

/** Writes of a new life span in the tree, with a new placement version, so that no concurrent write relies on the old span. */
const lifeSpanWrites = (
  { record: { id, kind }, tree, chain }: OrganisationWithTree,
  { establishedOn, dissolvedOn }: Organisation,
  tally: Item | undefined,
): Write[] => {
  const placementVersion = chain[0]?.placementVersion ?? 0;
  const unit = tree.units[id];
  const next = { placementVersion: placementVersion + 1, establishedOn, dissolvedOn };
  const expect = { ...expectPlacement(placementVersion), ...(tally ? { [sequence]: tally[sequence] } : {}) };
  return [
    add(keys.tally(id), { [placementAttribute]: 1 }, { expect }),
    isTenantKind(kind) || !unit
      ? replaceTenantLifeSpan(tree, next)
      : replaceUnit(tree, { id, before: placementVersion, unit: { ...unit, ...next } }),
  ];
};

/** Writes that delete an unused organisation. */
export const deleteOrganisationWrites = (found: OrganisationWithTree): Write[] => {
  const { record, tree, chain, version } = found;
  const { id, kind } = record;
  const parent = isTenantKind(kind) ? tree.path.at(-1) : chain[1]?.organisationId;
  return [
    deleteAtVersion(keys.organisation(id), version),
    // The tombstone is the only record of where the organisation was.
    tombstone(keys.organisation(id), { path: pathTo(tree, id).join("/") }),
    deleteUnreferenced(keys.tally(id), unused),
    isTenantKind(kind) ? deleteItem(keys.tree(id)) : removeUnit(tree, id),
    ...(parent ? [removeChild(parent, kind)] : []),
    ...tallyWrites(reversed(organisationDeltas(record)), () => chain.slice(1)),
    ...organisationGuards(found, undefined),
  ];
};
