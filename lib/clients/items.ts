import type { Stored } from "../records/versions.ts";
import { titleSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Client, clientItem, clientRecord, type RetiredSecret, type StoredSecret } from "./schema.ts";

export const clientList = "client";

/** A client as the table stores it; its tenant is a committee or `ROOT`. */
export type StoredClient = Stored<Client> & { secret: StoredSecret; retired: readonly RetiredSecret[] };

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

/** Decodes an item; throws for a corrupt one. */
export const readClient = (item: Item): StoredClient => {
  const { version, tenantId, secret, retired, ...fields } = decodeStored(clientItem, item);
  return { record: decodeStored(clientRecord, { ...fields, clientId: fields.id }), version, tenantId, secret, retired };
};
