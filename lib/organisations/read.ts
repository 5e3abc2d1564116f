import type { RequestContext } from "../records/request-context.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { readOrganisation } from "./items.ts";
import { subtreeOf } from "./lists.ts";
import { isVisibleTo, requireSeenOrganisation, seeOrganisation } from "./reads.ts";
import type { Organisation, OrganisationQuery } from "./schema.ts";

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
