import { accessCheckKeys, authorize } from "../organisations/access.ts";
import { listByExternalId } from "../organisations/external-id-list.ts";
import { listSubtree, resolveListScope } from "../organisations/lists.ts";
import { orNotFound } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { resultOf } from "../records/versions.ts";
import { isId } from "../shared/ids.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { clientList, readClient, type StoredClient } from "./items.ts";
import type { Client, ClientQuery } from "./schema.ts";

/** A client of the caller's subtree, in one round trip. Clients of the root are visible to clients of the root only. */
export const getVisibleClient = async (context: RequestContext, id: string): Promise<StoredClient | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.client(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readClient(item);
  const { organisationId } = stored.record;
  const isVisible =
    organisationId === undefined
      ? context.caller.organisationId === null
      : (await authorize(context, stored.tenantId, organisationId, hinted)) !== undefined;
  return isVisible ? stored : undefined;
};

export const requireVisibleClient = (context: RequestContext, id: string): Promise<StoredClient> =>
  orNotFound(getVisibleClient(context, id));

export const getClient = async (context: RequestContext, id: string): Promise<Result> =>
  resultOf(await requireVisibleClient(context, id));

/** Clients of a subtree by name; without an organisation those of the root. Throws 404. */
export const listClients = async (
  context: RequestContext,
  query: ClientQuery,
  request: PageRequest,
): Promise<Page<Client>> => {
  const { organisationId, externalId } = query;
  if (externalId !== undefined)
    return listByExternalId(
      context,
      "client",
      { organisationId, externalId },
      {
        find: (id) => getVisibleClient(context, id),
        ownerOf: ({ record, tenantId }) => ({ tenantId, organisationId: record.organisationId ?? root }),
        show: ({ record }) => record,
      },
    );
  const keep: ItemMapper<Client> = (item) => readClient(item).record;
  if (resolveListScope(context, organisationId) !== undefined)
    return listSubtree(context, organisationId, request, { list: clientList, keep, filtered: false });
  const partition = lists.inTenant(root, clientList);
  return readPage(context.table, [{ index: "byTenant", partition }], request, keep, false);
};
