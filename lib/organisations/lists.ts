import { findIdByExternalId, parseExternalId } from "../records/external-ids.ts";
import type { RequestContext } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, rangesMaximum, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import type { Item } from "../table/write.ts";
import { loadCommitteeTree, type RecordOwner } from "./access.ts";
import { readOrganisation } from "./items.ts";
import { getVisibleOrganisation, isVisibleTo, requireVisibleOrganisation, type VisibleOrganisation } from "./reads.ts";
import type { Organisation, OrganisationQuery } from "./schema.ts";
import { type CommitteeTree, chainOf, chainOn, type OrganisationWithTree } from "./tree.ts";

/** How a list of a subtree is read. */
export type ListSpec<T> = {
  /** Name of the list in the indexes (`member`, `meeting`, …), or of several that are merged. */
  list: string | readonly string[];
  /** Which part of a partition, in which order. */
  range?: Omit<Range, "partition" | "index">;
  /** Maps an item to a record, or leaves it out. */
  keep: ItemMapper<T>;
  /** Whether `keep` leaves out more than what the caller may not see. */
  filtered: boolean;
};

/** Ids of an organisation and its descendants in the tenant. */
const subtreeIn = (tree: CommitteeTree, organisationId: string): ReadonlySet<string> => {
  const below = Object.keys(tree.units).filter((unit) =>
    chainOf(tree, unit).some((link) => link.organisationId === organisationId),
  );
  return new Set([organisationId, ...below]);
};

/** A check whether a record belongs to the subtree of an organisation. Only a department takes the tree. */
export const subtreeOf = async (
  context: RequestContext,
  organisation: VisibleOrganisation,
): Promise<(owner: RecordOwner) => boolean> => {
  const { record, tenantId } = organisation;
  if (record.id === tenantId) return (owner) => owner.tenantId === tenantId;
  const units = await unitsOf(context, organisation);
  return ({ organisationId }) => units.has(organisationId);
};

const unitsOf = async (
  context: RequestContext,
  { record, tenantId, tree }: VisibleOrganisation,
): Promise<ReadonlySet<string>> => {
  if (record.kind !== "departmental-committee") return new Set([record.id]);
  const known = tree ?? (await loadCommitteeTree(context, tenantId, undefined));
  if (!known) throw notFound();
  return subtreeIn(known, record.id);
};

/** Ids of an organisation and its descendants in the tenant on a day. */
export const subtreeOn = ({ tree, record }: OrganisationWithTree, day: Day): ReadonlySet<string> =>
  new Set([record.id, ...Object.keys(tree.units).filter((unit) => chainOn(tree, unit, day).includes(record.id))]);

/** The organisation that a list covers: the requested one, else the caller's own; undefined for the root. */
export const resolveListScope = (context: RequestContext, asked: string | undefined): string | undefined => {
  const id = asked ?? context.caller.organisationId ?? undefined;
  if (id !== undefined && !isId(id)) throw notFound();
  return id;
};

const emptyPage: { items: never[]; next: undefined } = { items: [], next: undefined };

/**
 * A page of the records in the subtree of an organisation. One round trip for a tenant or a cell. Up to three for a
 * department: the lists of its units are merged, or, if they are too many, the list of the tenant is filtered. Throws 404.
 */
export const listSubtree = async <T>(
  context: RequestContext,
  asked: string | undefined,
  request: PageRequest,
  listing: ListSpec<T>,
): Promise<Page<T>> => {
  const id = resolveListScope(context, asked);
  if (id === undefined) return emptyPage;
  const covered = requireVisibleOrganisation(context, id);
  const visible: ItemMapper<T> = (item) =>
    isVisibleTo(context.caller, { visibility: visibilityOf(item) }) ? listing.keep(item) : undefined;
  const names = [listing.list].flat();
  const ofTenant = (tenantId: string): Range[] =>
    names.map((list) => ({ ...listing.range, index: "byTenant", partition: lists.inTenant(tenantId, list) }));
  const ofUnit = (unit: string): Range[] =>
    names.map((list) => ({ ...listing.range, index: "byUnit", partition: lists.inUnit(unit, list) }));
  const read = (ranges: readonly Range[], keep: ItemMapper<T>, filtered: boolean) =>
    readPage(
      context.table,
      ranges,
      request,
      covered.then(() => keep),
      filtered,
    );
  const own = id.length === ownLength ? ofTenant(tenantIdFromId(id)) : ofUnit(id);
  const page = await read(own, visible, listing.filtered);
  const found = await covered;
  if (found.record.kind !== "departmental-committee") return page;
  const units = await unitsOf(context, found);
  const isOwnEmpty = page.items.length === 0 && page.next === undefined;
  const listed = [...units].filter((of) => of !== id || !isOwnEmpty);
  if (listed.length === 0) return page;
  if (listed.length * names.length <= rangesMaximum(request))
    return read(listed.flatMap(ofUnit), visible, listing.filtered);
  const inUnits: ItemMapper<T> = (item) => (units.has(String(item.organisationId)) ? visible(item) : undefined);
  return read(ofTenant(found.tenantId), inUnits, true);
};

const visibilityOf = (item: Item) =>
  item.visibility === "restricted" || item.visibility === "public" ? item.visibility : "internal";

/**
 * Organisations below a parent, by name: direct children of a superior or of the root, all descendants of a grassroots
 * committee or a department. Throws 404 for an invisible parent.
 */
export const listOrganisations = async (
  context: RequestContext,
  query: OrganisationQuery,
  request: PageRequest,
): Promise<Page<Organisation>> => {
  const parentId = query.parentId ?? context.caller.organisationId ?? undefined;
  if (parentId !== undefined && !isId(parentId)) throw notFound();
  if (query.externalId !== undefined) return listByParentAndExternalId(context, query, parentId);
  const keep: ItemMapper<Organisation> = (item) => {
    const { record } = readOrganisation(item);
    const shown = isVisibleTo(context.caller, record) && (query.kind === undefined || record.kind === query.kind);
    return shown ? record : undefined;
  };
  const parent = parentId === undefined ? undefined : requireVisibleOrganisation(context, parentId);
  const range =
    parentId === undefined || parentId.length === ownLength
      ? ({ index: "byTenant", partition: lists.inTenant(parentId ?? root, "organisation") } as const)
      : ({ index: "byUnit", partition: lists.inUnit(parentId, "organisation") } as const);
  return readPage(context.table, [range], request, parent?.then(() => keep) ?? keep, query.kind !== undefined);
};

const listByParentAndExternalId = async (
  context: RequestContext,
  { kind, externalId = "" }: OrganisationQuery,
  parentId: string | undefined,
): Promise<Page<Organisation>> => {
  const covered = parentId === undefined ? undefined : requireVisibleOrganisation(context, parentId);
  const [parent, id] = await Promise.all([
    covered,
    findIdByExternalId(context, "organisation", parseExternalId(externalId), {
      hinted: parentId === undefined ? root : tenantIdFromId(parentId),
      scope: covered ? covered.then(({ tenantId }) => tenantId) : root,
    }),
  ]);
  const found = id === undefined ? undefined : await getVisibleOrganisation(context, id);
  if (!found || (kind !== undefined && found.record.kind !== kind)) return emptyPage;
  const { record, tenantId } = found;
  const isListed =
    !parent ||
    record.parentId === parentId ||
    (record.id !== parentId && (await subtreeOf(context, parent))({ tenantId, organisationId: record.id }));
  return isListed ? { items: [record], next: undefined } : emptyPage;
};
