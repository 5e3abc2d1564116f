import { type AdministeredKind, getAdministered, listAdministered } from "../organisations/administered.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { resultOf } from "../records/versions.ts";
import { orNotFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Page, PageRequest } from "../table/page.ts";
import { clientList, readClient, type StoredClient } from "./items.ts";
import type { Client, ClientQuery } from "./schema.ts";

const clients: AdministeredKind<StoredClient> = { kind: clientList, key: keys.client, read: readClient };

/** A client of the caller's subtree. Throws 404. */
export const requireVisibleClient = (context: RequestContext, id: string): Promise<StoredClient> =>
  orNotFound(getAdministered(context, clients, id));

export const getClient = async (context: RequestContext, id: string): Promise<Result> =>
  resultOf(await requireVisibleClient(context, id));

/** Clients of a subtree by name; without an organisation those of the root. Throws 404. */
export const listClients = (context: RequestContext, query: ClientQuery, request: PageRequest): Promise<Page<Client>> =>
  listAdministered(context, clients, { query, request, show: ({ record }) => record });
