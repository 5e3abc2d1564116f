import type { IndexName } from "../vocabulary/table.ts";
import type { FunctionName } from "./functions.ts";

/** What may be done with the table's items. A transaction needs the actions of its parts; there is no Scan, and no batch of writes. */
export type ItemAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem";

/** What a function does with the table's own items, and the indexes it queries. */
export type TableUse = { items: readonly ItemAction[]; indexes: readonly IndexName[] };

const read = ["GetItem", "BatchGetItem"] as const;
const write = [...read, "PutItem", "UpdateItem", "DeleteItem"] as const;

/** What each function does: the exact actions of its role, each of which is tried (`test/infra/permissions`). */
export const tableUse: Readonly<Record<FunctionName, TableUse>> = {
  organisations: { items: [...write, "Query"], indexes: ["byTenant", "byUnit"] },
  members: { items: [...write, "Query"], indexes: ["byTenant", "byUnit"] },
  meetings: { items: [...write, "Query", "ConditionCheckItem"], indexes: ["byTenant", "byUnit", "byGroup"] },
  awards: { items: write, indexes: ["byTenant", "byUnit", "byGroup"] },
  photos: { items: [...write, "ConditionCheckItem"], indexes: ["byGroup"] },
  articles: { items: [...write, "ConditionCheckItem"], indexes: [] },
  pages: { items: [...read, "Query"], indexes: ["byTenant", "byGroup"] },
  statistics: { items: read, indexes: [] },
  clients: { items: write, indexes: ["byTenant", "byUnit"] },
  dataSubjects: { items: [...read, "Query", "PutItem", "UpdateItem"], indexes: ["byGroup"] },
  changes: { items: ["BatchGetItem", "Query"], indexes: [] },
  webhooks: { items: [...write, "Query"], indexes: ["byTenant", "byUnit"] },
  token: { items: ["BatchGetItem"], indexes: [] },
  service: { items: [], indexes: [] },
  photoProcessor: { items: ["GetItem", "PutItem", "UpdateItem", "DeleteItem"], indexes: [] },
  objectCleanup: { items: ["GetItem", "UpdateItem", "DeleteItem"], indexes: [] },
  streamProcessor: { items: ["BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"], indexes: ["byTenant"] },
  webhookDelivery: { items: ["BatchGetItem", "Query", "PutItem", "UpdateItem"], indexes: [] },
  erasureProcessor: { items: [...write, "Query"], indexes: ["byGroup"] },
};
