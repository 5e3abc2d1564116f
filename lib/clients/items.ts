import { titleSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Client, clientItem, clientRecord, type KeptSecret, type RetiredSecret } from "./schema.ts";

export const clientList = "client";

/** A client as the table keeps it. */
export type StoredClient = {
  record: Client;
  version: number;
  /** Where it lives: a grassroots committee, a superior, or `ROOT`. */
  home: string;
  secret: KeptSecret;
  retired: readonly RetiredSecret[];
};

export const clientItemOf = ({ record, version, home, secret, retired }: StoredClient): Item => {
  const { clientId: _, ...fields } = record;
  return {
    ...keys.client(record.id),
    ...fields,
    version,
    home,
    secret,
    retired,
    inHome: lists.inHome(home, clientList),
    inUnit: lists.inUnit(record.organisationId ?? home, clientList),
    sort: `${titleSortKey(record.name)}#${record.id}`,
  };
};

/** Reads an item; throws where it is not what we write. */
export const readClient = (item: Item): StoredClient => {
  const { version, home, secret, retired, ...fields } = decodeStored(clientItem, item);
  return { record: decodeStored(clientRecord, { ...fields, clientId: fields.id }), version, home, secret, retired };
};
