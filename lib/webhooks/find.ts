import { lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";

export const webhookList = "webhook";

/** Ids of the webhooks that follow a feed and may have something to deliver. */
export const listEnabledWebhookIds = async (table: Pick<Table, "query">, feed: string): Promise<string[]> => {
  const items = await readAll(table, { index: "byTenant", partition: lists.inTenant(feed, webhookList) });
  // One that has just been enabled is woken by that change of its own, should the index still say otherwise.
  return items.filter(({ status }) => status !== "disabled").map(({ id }) => String(id));
};
