import { tombstone } from "../records/audit-stamp.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { Problem } from "../shared/problem.ts";
import { difference } from "../statistics/counters.ts";
import { type AncestorRef, tallyWrites } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { add, deleteAtVersion, deleteItem, insert, replace, update, type Write } from "../table/write.ts";
import { externalScope, isTenant, organisationItemOf, type StoredOrganisation } from "./items.ts";
import type { Placement } from "./placement.ts";
import type { FoundOrganisation } from "./reads.ts";
import { organisationEffects } from "./rules.ts";
import type { OrganisationKind } from "./schema.ts";
import { type CommitteeTree, countedIn, pathTo, unitsMaximum } from "./tree.ts";

const firstPlace = 1;
const inUse = () => new Problem("in-use");

/** Nothing hangs on the organisation: no child, member, meeting, award or client names it. */
const unused = { expression: "attribute_not_exists(refs) OR refs = :none", values: { ":none": 0 } };

export const externalIdsOf = ({ record, tenantId }: StoredOrganisation) => ({
  owner: { kind: "organisation", id: record.id, scope: externalScope(record, tenantId) } as const,
  ids: record.externalIds,
});

/** One record more (or less) depends on an organisation; it must still stand where it was seen. */
export const referTo = ({ organisationId, place }: AncestorRef, count: 1 | -1): Write =>
  add(keys.tally(organisationId), { refs: count }, { expect: { place } });

/** How a parent counts a child that comes (or goes): homes also apart, so that all of them can be told from some. */
export const childCounters = (kind: OrganisationKind, count: 1 | -1) => ({
  refs: count,
  ...(isTenant(kind) ? { tenantIds: count } : {}),
});

const childComes = (parent: AncestorRef, kind: OrganisationKind): Write =>
  add(keys.tally(parent.organisationId), childCounters(kind, 1), { expect: { place: parent.place } });

const childGoes = (parentId: string, kind: OrganisationKind): Write =>
  add(keys.tally(parentId), childCounters(kind, -1));

const enterUnit = (tree: CommitteeTree, { record }: StoredOrganisation, place: number): Write =>
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

const leaveUnit = (tree: CommitteeTree, id: string): Write =>
  update(keys.tree(tree.tenantId), { update: "REMOVE #units.#id", names: { "#units": "units", "#id": id } });

/** The writes that make an organisation at its place. */
export const organisationMade = (stored: StoredOrganisation, place: Placement): Write[] => {
  const { id, kind } = stored.record;
  const chain = [{ organisationId: id, place: undefined }, ...place.above];
  const tree = { ...keys.tree(id), tenantId: id, kind, path: place.path, place: firstPlace, units: {} };
  return [
    insert(organisationItemOf(stored)),
    place.tree ? enterUnit(place.tree, stored, firstPlace) : insert(tree),
    add(keys.tally(id), { place: firstPlace }, { expect: { place: undefined } }),
    ...place.above.slice(0, 1).map((parent) => childComes(parent, kind)),
    ...tallyWrites(organisationEffects(stored.record), () => chain),
    ...externalIdWrites(undefined, externalIdsOf(stored)),
  ];
};

/** The writes that change an organisation where it stands. */
export const organisationChanged = (found: FoundOrganisation, after: StoredOrganisation): Write[] => [
  replace(organisationItemOf(after), found.version),
  ...tallyWrites(difference(organisationEffects(found.record), organisationEffects(after.record)), (id) =>
    countedIn(found.tree, id),
  ),
  ...externalIdWrites(externalIdsOf(found), externalIdsOf(after)),
];

/** The writes that change an organisation and hang it elsewhere, which only one may that nothing hangs on. */
export const organisationRehung = (found: FoundOrganisation, after: StoredOrganisation, place: Placement): Write[] => {
  const [own = { organisationId: after.record.id, place: undefined }, ...above] = found.chain;
  const next = (own.place ?? 0) + 1;
  const oldParent = isTenant(found.record.kind) ? found.tree.path.at(-1) : above[0]?.organisationId;
  return [
    replace(organisationItemOf(after), found.version),
    add(
      keys.tally(own.organisationId),
      { place: 1 },
      { expect: { place: own.place }, condition: unused, onConditionFailed: inUse },
    ),
    ...(oldParent ? [childGoes(oldParent, found.record.kind)] : []),
    ...place.above.slice(0, 1).map((parent) => childComes(parent, found.record.kind)),
    ...treeWrites(found, after, place, next),
    ...tallyWrites(
      organisationEffects(found.record).map((effect) => ({ ...effect, count: -effect.count })),
      () => found.chain,
    ),
    ...tallyWrites(organisationEffects(after.record), () => [own, ...place.above]),
    ...externalIdWrites(externalIdsOf(found), externalIdsOf(after)),
  ];
};

const treeWrites = (found: FoundOrganisation, after: StoredOrganisation, place: Placement, next: number): Write[] => {
  if (!place.tree) {
    const change = {
      update: "SET #path = :path, place = :place",
      names: { "#path": "path" },
      values: { ":path": place.path, ":place": next },
    };
    return [update(keys.tree(after.tenantId), change)];
  }
  const entered = enterUnit(place.tree, after, next);
  return place.tree.tenantId === found.tree.tenantId ? [entered] : [leaveUnit(found.tree, after.record.id), entered];
};

/** The writes that delete an organisation nothing hangs on. */
export const organisationGone = (found: FoundOrganisation): Write[] => {
  const { record, tree, chain, version } = found;
  const gone = organisationEffects(record).map((effect) => ({ ...effect, count: -effect.count }));
  const parent = isTenant(record.kind) ? tree.path.at(-1) : chain[1]?.organisationId;
  return [
    deleteAtVersion(keys.organisation(record.id), version),
    // Nothing else tells its place any more to who asks what became of what had been there.
    tombstone(keys.organisation(record.id), { path: pathTo(tree, record.id).join("/") }),
    deleteItem(keys.tally(record.id), unused, inUse),
    isTenant(record.kind) ? deleteItem(keys.tree(record.id)) : leaveUnit(tree, record.id),
    ...(parent ? [childGoes(parent, record.kind)] : []),
    ...tallyWrites(gone, () => chain.slice(1)),
    ...externalIdWrites(externalIdsOf(found), undefined),
  ];
};
