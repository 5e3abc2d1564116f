import { accessCheckKeys, authorize } from "../organisations/access.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readClient, type StoredClient } from "./items.ts";

/** Finds a client of the caller's subtree in one round trip. The root's are seen by the root's alone. */
export const findClient = async (context: RequestContext, id: string): Promise<StoredClient | undefined> => {
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
export const requireClient = async (context: RequestContext, id: string): Promise<StoredClient> => {
  const found = await findClient(context, id);
  if (!found) throw notFound();
  return found;
};
