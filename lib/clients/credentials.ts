import { pathTo, readTree } from "../organisations/tree.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import type { Scope } from "../vocabulary/scopes.ts";
import { readClient, type StoredClient } from "./items.ts";
import { opens } from "./secret.ts";

/** A client that has shown its secret, and where it stands today. */
export type ProvenClient = {
  id: string;
  scopes: readonly Scope[];
  /** `null`: the root. */
  organisationId: string | null;
  /** Ids from the top down to its organisation; empty for the root. */
  path: readonly string[];
};

/**
 * The client of an id and a secret, in one round trip: its home's tree, which its id hints at, is read along. Undefined
 * where the client is not there or the secret is not its own, which cannot be told apart.
 */
export const proveClient = async (
  table: Table,
  id: string,
  secret: string,
  now: string,
): Promise<ProvenClient | undefined> => {
  const [item, hinted] = isId(id) ? await table.getMany([keys.client(id), keys.tree(tenantIdFromId(id))]) : [];
  const client = item && readClient(item);
  if (!opens(client, secret, now) || !client) return undefined;
  const { organisationId, scopes } = client.record;
  if (organisationId === undefined) return { id, scopes, organisationId: null, path: [] };
  return { id, scopes, organisationId, path: await pathOf(table, client, organisationId, hinted) };
};

const pathOf = async (table: Table, { tenantId }: StoredClient, organisationId: string, hinted: Item | undefined) => {
  const item = hinted && hinted.tenantId === tenantId ? hinted : await table.get(keys.tree(tenantId));
  const path = item ? pathTo(readTree(item), organisationId) : [];
  if (path.at(-1) !== organisationId) throw new TypeError("The organisation of a client stands in no tree");
  return path;
};
