import type { RequestContext, Result } from "../records/request-context.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { isVisibleTo, requireSeenOrganisation, seeOrganisation } from "./find.ts";
import { readOrganisation } from "./items.ts";
import { subtreeOf } from "./lists.ts";
import type { Organisation, OrganisationQuery } from "./schema.ts";
import { pathTo, readTree } from "./tree.ts";

/** An organisation the caller sees; of one above the caller, its name. Throws 404. */
export const getOrganisation = async (context: RequestContext, id: string): Promise<Result> => {
  const isAbove = context.caller.path.includes(id) && context.caller.organisationId !== id;
  const found = isAbove ? undefined : await seeOrganisation(context, id);
  // A token says what was above when it was given; what is now may be another, after a move.
  return found ? { record: found.record, version: found.version } : { record: await nameOfSuperior(context, id) };
};

/** What callers below see of an organisation: what it is and how it is called. */
const nameOfSuperior = async (context: RequestContext, id: string): Promise<Organisation> => {
  const own = context.caller.organisationId;
  if (own === null || own === id || !isId(id)) throw notFound();
  const [item, tree] = await context.table.getMany([keys.organisation(id), keys.tree(tenantIdFromId(own))]);
  const record = item ? readOrganisation(item).record : undefined;
  const isAbove = tree && pathTo(readTree(tree), own).includes(id);
  if (!record || !isAbove || !isVisibleTo(context.caller, record)) throw notFound();
  const { kind, name, visibility, createdAt, updatedAt } = record;
  return { id, kind, name, visibility, createdAt, updatedAt };
};

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
  const parent = parentId === undefined ? undefined : requireSeenOrganisation(context, parentId);
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
    parentId === undefined ? undefined : requireSeenOrganisation(context, parentId),
    context.table.get(keys.externalId(scope, "organisation", source, externalId)),
  ]);
  const found = guard ? await seeOrganisation(context, String(guard.id)) : undefined;
  const isBelow = parent && found ? await subtreeOf(context, parent) : undefined;
  const inside =
    found &&
    (!isBelow ||
      found.record.parentId === parentId ||
      (isBelow({ tenantId: found.tenantId, organisationId: found.record.id }) && found.record.id !== parentId));
  const shown = inside && (query.kind === undefined || found.record.kind === query.kind);
  return { items: shown ? [found.record] : [], next: undefined };
};
