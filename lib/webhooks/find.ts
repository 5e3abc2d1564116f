import { lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";

export const webhookList = "webhook";

/** Ids of the webhooks that follow a feed. */
export const webhooksOf = async (table: Pick<Table, "query">, feed: string): Promise<string[]> => {
  const items = await readAll(table, { index: "byUnit", partition: lists.inUnit(feed, webhookList) });
  return items.map(({ id }) => String(id));
};
