import { titleSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Client, clientItem, clientRecord, type RetiredSecret, type StoredSecret } from "./schema.ts";

export const clientList = "client";

/** A client as the table keeps it. */
export type StoredClient = {
  record: Client;
  version: number;
  /** Where it lives: a grassroots committee, a superior, or `ROOT`. */
  tenantId: string;
  secret: StoredSecret;
  retired: readonly RetiredSecret[];
};

export const clientItemOf = ({ record, version, tenantId, secret, retired }: StoredClient): Item => {
  const { clientId: _, ...fields } = record;
  return {
    ...keys.client(record.id),
    ...fields,
    version,
    tenantId,
    secret,
    retired,
    inTenant: lists.inTenant(tenantId, clientList),
    inUnit: lists.inUnit(record.organisationId ?? tenantId, clientList),
    sort: `${titleSortKey(record.name)}#${record.id}`,
  };
};

/** Reads an item; throws where it is not what we write. */
export const readClient = (item: Item): StoredClient => {
  const { version, tenantId, secret, retired, ...fields } = decodeStored(clientItem, item);
  return { record: decodeStored(clientRecord, { ...fields, clientId: fields.id }), version, tenantId, secret, retired };
};
