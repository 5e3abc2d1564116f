import { listSubtree, resolveListScope, subtreeOf } from "../organisations/lists.ts";
import { requireSeenOrganisation } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { clientList, readClient } from "./items.ts";
import { findClient, requireClient } from "./reads.ts";
import type { Client, ClientQuery } from "./schema.ts";

/** A client the caller sees. Throws 404. */
export const getClient = async (context: RequestContext, id: string): Promise<Result> => {
  const { record, version } = await requireClient(context, id);
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
  const covered = id === undefined ? undefined : await requireSeenOrganisation(context, id);
  const guard = await context.table.get(keys.externalId(covered?.tenantId ?? root, "client", source, externalId));
  const found = guard ? await findClient(context, String(guard.id)) : undefined;
  const isBelow = covered && (await subtreeOf(context, covered));
  const inside =
    found && (!isBelow || isBelow({ tenantId: found.tenantId, organisationId: found.record.organisationId ?? root }));
  return { items: inside ? [found.record] : [], next: undefined };
};
