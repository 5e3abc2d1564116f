import { accessCheckKeys, authorize } from "../organisations/access.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readWebhook, type StoredWebhook } from "./items.ts";

/** Finds a webhook of the caller's subtree in one round trip. The root's are seen by the root's alone. */
export const getVisibleWebhook = async (context: RequestContext, id: string): Promise<StoredWebhook | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.webhook(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readWebhook(item);
  const { organisationId } = stored.record;
  const reached =
    organisationId === undefined
      ? context.caller.organisationId === null
      : (await authorize(context, stored.tenantId, organisationId, hinted)) !== undefined;
  return reached && isVisibleTo(context.caller, stored.record) ? stored : undefined;
};

/** A webhook of the caller's subtree. Throws 404. */
export const requireWebhook = async (context: RequestContext, id: string): Promise<StoredWebhook> => {
  const found = await getVisibleWebhook(context, id);
  if (!found) throw notFound();
  return found;
};
