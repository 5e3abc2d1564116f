import { clientInput, clientPage, clientQuery, clientRecord, clientWithSecret } from "../../clients/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import type { Routes } from "../route.ts";

export const clientsRoutes = {
  createClient: {
    method: "POST",
    path: "/v1/clients",
    function: "clients",
    scope: "dangbo/admin",
    summary: "Create a client; its secret is returned only once",
    body: clientInput,
    status: 201,
    response: clientWithSecret,
    location: recordKinds.client.path,
    etag: true,
  },
  listClients: {
    method: "GET",
    path: "/v1/clients",
    function: "clients",
    scope: "dangbo/admin",
    summary: "List clients by name",
    query: clientQuery,
    status: 200,
    response: clientPage,
  },
  getClient: {
    method: "GET",
    path: "/v1/clients/{clientId}",
    function: "clients",
    scope: "dangbo/admin",
    summary: "Read a client",
    status: 200,
    response: clientRecord,
    etag: true,
  },
  deleteClient: {
    method: "DELETE",
    path: "/v1/clients/{clientId}",
    function: "clients",
    scope: "dangbo/admin",
    summary: "Delete a client",
    status: 204,
    ifMatch: "required",
  },
  renewClientSecret: {
    method: "POST",
    path: "/v1/clients/{clientId}/secret",
    function: "clients",
    scope: "dangbo/admin",
    summary: "Rotate the secret of a client; the old one stays valid for an hour",
    status: 200,
    response: clientWithSecret,
    etag: true,
  },
} as const satisfies Routes;
