import * as z from "zod/mini";
import { changeTypes } from "../records/change-types.ts";
import {
  externalIdQuery,
  id,
  itemFields,
  line,
  pageOf,
  pageQuery,
  recordFields,
  rejectIf,
  sharedInput,
  sharedRecord,
} from "../shared/schema.ts";
import { disabledCodeList, failureReasons } from "../vocabulary/webhooks.ts";

/** Characters of a URL that browsers and proxies accept. */
const urlLength = 2_000;

const url = line(urlLength).check(
  z.meta({ description: "An https URL whose host resolves to public addresses only." }),
);

const type = z.enum(changeTypes);
const repeats = (list: readonly string[]) => new Set(list).size < list.length;
const status = z.enum(["enabled", "disabled"]);

/** What callers send of a webhook (địa chỉ nhận thay đổi). It belongs to the caller's own organisation, or to the root. */
export const webhookInput = z.strictObject({
  url,
  types: z.optional(
    z
      .array(type)
      .check(
        z.minLength(1),
        rejectIf(repeats, "duplicate"),
        z.meta({ uniqueItems: true, description: "Only changes of these types; by default all." }),
      ),
  ),
  status: z.optional(status),
  ...sharedInput,
});
export type WebhookInput = z.output<typeof webhookInput>;

const disabledCode = z.enum(disabledCodeList);

const webhookFields = {
  ...recordFields,
  /** None for a webhook of the root. */
  organisationId: z.optional(id),
  url: z.string(),
  types: z.optional(z.array(type)),
  status,
  ...sharedRecord,
};
const storedReason = z.object({ code: disabledCode, at: z.string() });

export const storedWebhook = z.object({ ...webhookFields, disabledReason: z.optional(storedReason) });
export type WebhookFields = z.output<typeof storedWebhook>;

const presentedFields = {
  ...webhookFields,
  disabledReason: z.optional(z.extend(storedReason, { message: z.string() })),
};

export const webhookRecord = z.object(presentedFields);
export type Webhook = z.output<typeof webhookRecord>;

/** The response with the secret, which no other response contains, also not that to a repeated request. */
export const webhookWithSecret = z.object({ ...presentedFields, secret: z.optional(z.string()) });

export const webhookPage = pageOf(webhookRecord);

export const webhookQuery = z.strictObject({
  organisationId: z.optional(z.string()),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type WebhookQuery = z.output<typeof webhookQuery>;

export const webhookItem = z.extend(storedWebhook, {
  ...itemFields,
  /** Its tenant, whose feed it follows; `ROOT` for a webhook of the root. */
  tenantId: z.string(),
  /** In plain text, since deliveries are signed with it. */
  secret: z.string(),
});

/** An attempt to deliver a change. */
export const deliveryRecord = z.object({
  id,
  changeId: id,
  type,
  at: z.string(),
  /** Number of the attempt for this change, from 1. */
  attempt: z.int(),
  outcome: z.enum(["delivered", "failed"]),
  /** Status of the response, if there was one. */
  status: z.optional(z.int()),
  reason: z.optional(z.enum(failureReasons)),
  durationMs: z.int(),
  /** Time of the next attempt, unless the webhook is disabled by then. */
  nextAttemptAt: z.optional(z.string()),
});
export type DeliveryAttempt = z.output<typeof deliveryRecord>;

export const deliveryPage = pageOf(deliveryRecord);
export const deliveryQuery = z.strictObject(pageQuery);
export const deliveryItem = z.extend(deliveryRecord, { pk: z.string(), sk: z.string(), expiresAt: z.int() });
