import type { RequestContext } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, rangesMaximum, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import type { Item } from "../table/write.ts";
import { loadCommitteeTree, type RecordOwner } from "./access.ts";
import { type FoundOrganisation, isVisibleTo, requireSeenOrganisation, type SeenOrganisation } from "./reads.ts";
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
  seen: SeenOrganisation,
): Promise<(placed: RecordOwner) => boolean> => {
  const { record, tenantId } = seen;
  if (record.id === tenantId) return (placed) => placed.tenantId === tenantId;
  const units = await unitsOf(context, seen);
  return ({ organisationId }) => units.has(organisationId);
};

const unitsOf = async (
  context: RequestContext,
  { record, tenantId, tree }: SeenOrganisation,
): Promise<ReadonlySet<string>> => {
  if (record.kind !== "departmental-committee") return new Set([record.id]);
  const known = tree ?? (await loadCommitteeTree(context, tenantId, undefined));
  if (!known) throw notFound();
  return subtreeIn(known, record.id);
};

/** Ids of an organisation and all that hung below it in its home on a day. */
export const subtreeOn = ({ tree, record }: FoundOrganisation, day: Day): ReadonlySet<string> =>
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
  const covered = requireSeenOrganisation(context, id);
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
