import { accessCheckKeys, authorize } from "../organisations/access.ts";
import { listSubtree, resolveListScope, subtreeOf } from "../organisations/lists.ts";
import { requireVisibleOrganisation } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { clientList, readClient, type StoredClient } from "./items.ts";
import type { Client, ClientQuery } from "./schema.ts";

/** Finds a client of the caller's subtree in one round trip. The root's are seen by the root's alone. */
export const getVisibleClient = async (context: RequestContext, id: string): Promise<StoredClient | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.client(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readClient(item);
  const { organisationId } = stored.record;
  const seen =
    organisationId === undefined
      ? context.caller.organisationId === null
      : (await authorize(context, stored.tenantId, organisationId, hinted)) !== undefined;
  return seen ? stored : undefined;
};

/** A client of the caller's subtree. Throws 404. */
export const requireVisibleClient = async (context: RequestContext, id: string): Promise<StoredClient> => {
  const found = await getVisibleClient(context, id);
  if (!found) throw notFound();
  return found;
};

/** A client the caller sees. Throws 404. */
export const getClient = async (context: RequestContext, id: string): Promise<Result> => {
  const { record, version } = await requireVisibleClient(context, id);
  return { record, version };
};

/** Clients of a subtree by name; without an organisation the root's own. Throws 404 for one the caller does not see. */
export const listClients = async (
  context: RequestContext,
  query: ClientQuery,
  request: PageRequest,
): Promise<Page<Client>> => {
  if (query.externalId !== undefined) return byExternalId(context, query.organisationId, query.externalId);
  const keep: ItemMapper<Client> = (item) => readClient(item).record;
  if (resolveListScope(context, query.organisationId) !== undefined) {
    return listSubtree(context, query.organisationId, request, { list: clientList, keep, filtered: false });
  }
  const partition = lists.inTenant(root, clientList);
  return readPage(context.table, [{ index: "byTenant", partition }], request, keep, false);
};

const byExternalId = async (
  context: RequestContext,
  asked: string | undefined,
  named: string,
): Promise<Page<Client>> => {
  const [source = "", externalId = ""] = named.split(":");
  const id = resolveListScope(context, asked);
  const covered = id === undefined ? undefined : await requireVisibleOrganisation(context, id);
  const guard = await context.table.get(keys.externalId(covered?.tenantId ?? root, "client", source, externalId));
  const found = guard ? await getVisibleClient(context, String(guard.id)) : undefined;
  const isBelow = covered && (await subtreeOf(context, covered));
  const inside =
    found && (!isBelow || isBelow({ tenantId: found.tenantId, organisationId: found.record.organisationId ?? root }));
  return { items: inside ? [found.record] : [], next: undefined };
};
