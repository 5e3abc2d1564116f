import type { Result } from "../records/request-context.ts";
import type { Stored } from "../records/versions.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import type { Language } from "../vocabulary/language.ts";
import { disabledCodes } from "../vocabulary/webhooks.ts";
import { storedWebhook, type Webhook, type WebhookFields, webhookItem } from "./schema.ts";

export const webhookList = "webhook";

/** A webhook as the table stores it. It follows the feed of its tenant: a grassroots committee, a superior, or `ROOT`. */
export type StoredWebhook = Stored<WebhookFields> & { secret: string };

export const webhookItemOf = ({ record, version, tenantId, secret }: StoredWebhook): Item => ({
  ...keys.webhook(record.id),
  ...record,
  version,
  tenantId,
  secret,
  inTenant: lists.inTenant(tenantId, webhookList),
  inUnit: lists.inUnit(record.organisationId ?? tenantId, webhookList),
  sort: record.id,
});

export const readWebhook = (item: Item): StoredWebhook => {
  const { version, tenantId, secret, ...fields } = decodeStored(webhookItem, item);
  return { record: decodeStored(storedWebhook, fields), version, tenantId, secret };
};

/** A webhook as callers see it, with the reason why it is disabled in their language. */
export const presentWebhook = (record: WebhookFields, language: Language): Webhook => {
  const { disabledReason, ...fields } = record;
  if (!disabledReason) return fields;
  const { code, at } = disabledReason;
  return { ...fields, disabledReason: { code, message: disabledCodes[code][language], at } };
};

export const webhookResult = (
  { record, version }: Pick<StoredWebhook, "record" | "version">,
  language: Language,
): Result => ({ record: presentWebhook(record, language), version });
