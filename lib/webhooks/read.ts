import { listSubtree, resolveListScope, subtreeOf } from "../organisations/lists.ts";
import { requireSeenOrganisation } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists, root } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { webhookList } from "./find.ts";
import { readWebhook } from "./items.ts";
import { type Delivery, deliveryItem, deliveryRecord, type Webhook, type WebhookQuery } from "./schema.ts";
import { getVisibleWebhook, requireWebhook } from "./see.ts";
import { type Language, presentWebhook, webhookResult } from "./show.ts";

/** A webhook the caller sees. Throws 404. */
export const getWebhook = async (context: RequestContext, id: string, language: Language): Promise<Result> =>
  webhookResult(await requireWebhook(context, id), language);

/** Webhooks of a subtree, the oldest first; without an organisation the root's own. Throws 404 for one the caller does not see. */
export const listWebhooks = async (
  context: RequestContext,
  query: WebhookQuery,
  request: PageRequest,
  language: Language,
): Promise<Page<Webhook>> => {
  if (query.externalId !== undefined) return byExternalId(context, query.organisationId, query.externalId, language);
  const keep: ItemMapper<Webhook> = (item) => presentWebhook(readWebhook(item).record, language);
  if (resolveListScope(context, query.organisationId) !== undefined) {
    return listSubtree(context, query.organisationId, request, { list: webhookList, keep, filtered: false });
  }
  return readPage(
    context.table,
    [{ index: "byTenant", partition: lists.inTenant(root, webhookList) }],
    request,
    keep,
    false,
  );
};

const byExternalId = async (
  context: RequestContext,
  asked: string | undefined,
  named: string,
  language: Language,
): Promise<Page<Webhook>> => {
  const [source = "", externalId = ""] = named.split(":");
  const id = resolveListScope(context, asked);
  const covered = id === undefined ? undefined : await requireSeenOrganisation(context, id);
  const guard = await context.table.get(keys.externalId(covered?.tenantId ?? root, "webhook", source, externalId));
  const found = guard ? await getVisibleWebhook(context, String(guard.id)) : undefined;
  const isBelow = covered && (await subtreeOf(context, covered));
  const inside =
    found && (!isBelow || isBelow({ tenantId: found.tenantId, organisationId: found.record.organisationId ?? root }));
  return { items: inside ? [presentWebhook(found.record, language)] : [], next: undefined };
};

/** What a webhook tried to deliver, newest first, as long as it is kept. One round trip. Throws 404. */
export const listDeliveries = (context: RequestContext, id: string, request: PageRequest): Promise<Page<Delivery>> => {
  const { pk, sk } = keys.delivery(id, "");
  const now = Date.parse(context.now) / 1_000;
  const keep: ItemMapper<Delivery> = (item) => {
    const { expiresAt, ...fields } = decodeStored(deliveryItem, item);
    return expiresAt > now ? decodeStored(deliveryRecord, fields) : undefined;
  };
  const seen = requireWebhook(context, id).then(() => keep);
  return readPage(
    context.table,
    [{ partition: pk, prefix: sk, descending: true, consistency: "eventual" }],
    request,
    seen,
    false,
  );
};
