import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { webhookList } from "./find.ts";
import { storedWebhook, type WebhookFields, webhookItem } from "./schema.ts";

/** A webhook as the table keeps it. */
export type StoredWebhook = {
  record: WebhookFields;
  version: number;
  /** Where it lives, and the feed it follows: a grassroots committee, a superior, or `ROOT`. */
  tenantId: string;
  secret: string;
};

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

/** Reads an item; throws where it is not what we write. */
export const readWebhook = (item: Item): StoredWebhook => {
  const { version, tenantId, secret, ...fields } = decodeStored(webhookItem, item);
  return { record: decodeStored(storedWebhook, fields), version, tenantId, secret };
};
