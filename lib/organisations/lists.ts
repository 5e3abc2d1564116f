import type { RequestContext } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, rangesMaximum, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import type { Item } from "../table/write.ts";
import { loadCommitteeTree, type RecordOwner } from "./access.ts";
import { readOrganisation } from "./items.ts";
import {
  getVisibleOrganisation,
  isVisibleTo,
  type OrganisationWithTree,
  requireVisibleOrganisation,
  type VisibleOrganisation,
} from "./reads.ts";
import type { Organisation, OrganisationQuery } from "./schema.ts";
import { type CommitteeTree, chainOf, chainOn } from "./tree.ts";

/** How a list of a subtree is read. */
export type ListSpec<T> = {
  /** Name of the list in the indexes: `member`, `meeting`, … */
  list: string;
  /** Which part of a partition, in which order. */
  range?: Omit<Range, "partition" | "index">;
  /** Turns an item into what the list shows, or leaves it out; `undefined` for a list filter that throws much away. */
  keep: ItemMapper<T>;
  /** `keep` leaves out more than what the caller may not see. */
  filtered: boolean;
};

/** Ids of an organisation and all below it in its home. */
const subtreeIn = (tree: CommitteeTree, organisationId: string): ReadonlySet<string> => {
  const below = Object.keys(tree.units).filter((unit) =>
    chainOf(tree, unit).some((link) => link.organisationId === organisationId),
  );
  return new Set([organisationId, ...below]);
};

/** Tells what belongs to the subtree of an organisation. Only for a department, which has a part of its home, by the tree. */
export const subtreeOf = async (
  context: RequestContext,
  seen: VisibleOrganisation,
): Promise<(placed: RecordOwner) => boolean> => {
  const { record, tenantId } = seen;
  if (record.id === tenantId) return (placed) => placed.tenantId === tenantId;
  const units = await unitsOf(context, seen);
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

/** Ids of an organisation and all that hung below it in its home on a day. */
export const subtreeOn = ({ tree, record }: OrganisationWithTree, day: Day): ReadonlySet<string> =>
  new Set([record.id, ...Object.keys(tree.units).filter((unit) => chainOn(tree, unit, day).includes(record.id))]);

/** The organisation that a list covers: the one asked for, else the caller's own; undefined for the root, which has no records. */
export const resolveListScope = (context: RequestContext, asked: string | undefined): string | undefined => {
  const id = asked ?? context.caller.organisationId ?? undefined;
  if (id !== undefined && !isId(id)) throw notFound();
  return id;
};

const emptyPage = { items: [], next: undefined };

/**
 * A page of the records in the subtree of an organisation: all of a home, those of one unit, or those of a department's
 * units. One round trip; up to three for a department, whose tree tells its units, of which each has a list: of too many the
 * list of the home is read and the rest left out. Throws 404 where the caller does not see the organisation.
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
  const tenantId = {
    ...listing.range,
    index: "byTenant",
    partition: lists.inTenant(tenantIdFromId(id), listing.list),
  } as const;
  const unit = { ...listing.range, index: "byUnit", partition: lists.inUnit(id, listing.list) } as const;
  const read = (ranges: readonly Range[], keep: ItemMapper<T>, filtered: boolean) =>
    readPage(
      context.table,
      ranges,
      request,
      covered.then(() => keep),
      filtered,
    );
  const page = await read([id.length === ownLength ? tenantId : unit], visible, listing.filtered);
  const found = await covered;
  if (found.record.kind !== "departmental-committee") return page;
  const units = await unitsOf(context, found);
  const isOwnEmpty = page.items.length === 0 && page.next === undefined;
  const withSome = [...units].filter((of) => of !== id || !isOwnEmpty);
  if (withSome.length === 0) return page;
  if (withSome.length <= rangesMaximum(request))
    return read(
      withSome.map((of) => ({ ...unit, partition: lists.inUnit(of, listing.list) })),
      visible,
      listing.filtered,
    );
  const inUnits: ItemMapper<T> = (item) => (units.has(String(item.organisationId)) ? visible(item) : undefined);
  return read([{ ...tenantId, partition: lists.inTenant(found.tenantId, listing.list) }], inUnits, true);
};

const visibilityOf = (item: Item) =>
  item.visibility === "restricted" || item.visibility === "public" ? item.visibility : "internal";

/**
 * Organisations below one, by name: the direct children of a superior (or of the root), everything below a grassroots
 * committee or a department. Throws 404 for a parent the caller does not see.
 */
export const listOrganisations = async (
  context: RequestContext,
  query: OrganisationQuery,
  request: PageRequest,
): Promise<Page<Organisation>> => {
  const parentId = query.parentId ?? context.caller.organisationId ?? undefined;
  if (parentId !== undefined && !isId(parentId)) throw notFound();
  if (query.externalId !== undefined) return byExternalId(context, query, parentId);
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

/** The one organisation of an external id below a parent: its guard is read first, then the record. */
const byExternalId = async (
  context: RequestContext,
  query: OrganisationQuery,
  parentId: string | undefined,
): Promise<Page<Organisation>> => {
  const [source = "", externalId = ""] = (query.externalId ?? "").split(":");
  // The home that the parent's id hints at is the scope of all that stands below it.
  const scope = parentId === undefined ? root : tenantIdFromId(parentId);
  const [parent, guard] = await Promise.all([
    parentId === undefined ? undefined : requireVisibleOrganisation(context, parentId),
    context.table.get(keys.externalId(scope, "organisation", source, externalId)),
  ]);
  const found = guard ? await getVisibleOrganisation(context, String(guard.id)) : undefined;
  const isBelow = parent && found ? await subtreeOf(context, parent) : undefined;
  const inside =
    found &&
    (!isBelow ||
      found.record.parentId === parentId ||
      (isBelow({ tenantId: found.tenantId, organisationId: found.record.id }) && found.record.id !== parentId));
  const shown = inside && (query.kind === undefined || found.record.kind === query.kind);
  return { items: shown ? [found.record] : [], next: undefined };
};
