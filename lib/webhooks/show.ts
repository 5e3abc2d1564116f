import type { Result } from "../records/request-context.ts";
import { disabledCodes } from "../vocabulary/webhooks.ts";
import type { StoredWebhook } from "./items.ts";
import type { Webhook, WebhookFields } from "./schema.ts";

export type Language = "en" | "vi";

/** A webhook as callers see it: why it is disabled is said in their language. */
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
