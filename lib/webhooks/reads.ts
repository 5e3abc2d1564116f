import { accessCheckKeys, authorize } from "../organisations/access.ts";
import { listByExternalId } from "../organisations/external-id-list.ts";
import { listSubtree, resolveListScope } from "../organisations/lists.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Language } from "../vocabulary/language.ts";
import { presentWebhook, readWebhook, type StoredWebhook, webhookList, webhookResult } from "./items.ts";
import { type DeliveryAttempt, deliveryItem, deliveryRecord, type Webhook, type WebhookQuery } from "./schema.ts";

/** A webhook of the caller's subtree, in one round trip. Only the root sees its own. */
const getVisibleWebhook = async (context: RequestContext, id: string): Promise<StoredWebhook | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.webhook(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readWebhook(item);
  const { organisationId } = stored.record;
  const isInScope =
    organisationId === undefined
      ? context.caller.organisationId === null
      : (await authorize(context, stored.tenantId, organisationId, hinted)) !== undefined;
  return isInScope && isVisibleTo(context.caller, stored.record) ? stored : undefined;
};

/** A webhook of the caller's subtree. Throws 404. */
export const requireVisibleWebhook = async (context: RequestContext, id: string): Promise<StoredWebhook> => {
  const found = await getVisibleWebhook(context, id);
  if (!found) throw notFound();
  return found;
};

/** Ids of the webhooks that follow a feed and are not disabled, as far as the index shows. */
export const listEnabledWebhookIds = async (table: Pick<Table, "query">, feed: string): Promise<string[]> => {
  const items = await readAll(table, { index: "byTenant", partition: lists.inTenant(feed, webhookList) });
  // A webhook that was enabled a moment ago gets a message for that change of its own.
  return items.filter(({ status }) => status !== "disabled").map(({ id }) => String(id));
};

/** Throws 404. */
export const getWebhook = async (context: RequestContext, id: string, language: Language): Promise<Result> =>
  webhookResult(await requireVisibleWebhook(context, id), language);

/** Webhooks of a subtree, oldest first; without an organisation the root's own. Throws 404 for an organisation out of scope. */
export const listWebhooks = async (
  context: RequestContext,
  { externalId, ...query }: WebhookQuery,
  { language, ...request }: PageRequest & { language: Language },
): Promise<Page<Webhook>> => {
  const present = ({ record }: StoredWebhook) => presentWebhook(record, language);
  if (externalId !== undefined) {
    return listByExternalId(
      context,
      "webhook",
      { ...query, externalId },
      {
        find: (id) => getVisibleWebhook(context, id),
        ownerOf: ({ tenantId, record }) => ({ tenantId, organisationId: record.organisationId ?? root }),
        show: present,
      },
    );
  }
  const keep: ItemMapper<Webhook> = (item) => present(readWebhook(item));
  if (resolveListScope(context, query.organisationId) !== undefined)
    return listSubtree(context, query.organisationId, request, { list: webhookList, keep, filtered: false });
  const partition = lists.inTenant(root, webhookList);
  return readPage(context.table, [{ index: "byTenant", partition }], request, keep, false);
};

/** Attempts of a webhook, newest first, until they expire. One round trip. Throws 404. */
export const listDeliveries = (
  context: RequestContext,
  id: string,
  request: PageRequest,
): Promise<Page<DeliveryAttempt>> => {
  const { pk, sk } = keys.delivery(id, "");
  const now = Date.parse(context.now) / 1_000;
  const keep: ItemMapper<DeliveryAttempt> = (item) => {
    const { expiresAt, ...fields } = decodeStored(deliveryItem, item);
    return expiresAt > now ? decodeStored(deliveryRecord, fields) : undefined;
  };
  const range = { partition: pk, prefix: sk, descending: true, consistency: "eventual" } as const;
  const visible = requireVisibleWebhook(context, id).then(() => keep);
  return readPage(context.table, [range], request, visible, false);
};
