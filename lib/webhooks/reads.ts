import { type AdministeredKind, getAdministered, listAdministered } from "../organisations/administered.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { orNotFound } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Language } from "../vocabulary/language.ts";
import { presentWebhook, readWebhook, type StoredWebhook, webhookList, webhookResult } from "./items.ts";
import { type DeliveryAttempt, deliveryItem, deliveryRecord, type Webhook, type WebhookQuery } from "./schema.ts";

const webhooks: AdministeredKind<StoredWebhook> = { kind: webhookList, key: keys.webhook, read: readWebhook };

/** A webhook of the caller's subtree. Throws 404. */
export const requireVisibleWebhook = (context: RequestContext, id: string): Promise<StoredWebhook> =>
  orNotFound(getAdministered(context, webhooks, id));

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
export const listWebhooks = (
  context: RequestContext,
  query: WebhookQuery,
  { language, ...request }: PageRequest & { language: Language },
): Promise<Page<Webhook>> =>
  listAdministered(context, webhooks, { query, request, show: ({ record }) => presentWebhook(record, language) });

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
