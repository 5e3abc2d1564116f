import type { Routes } from "../route.ts";

export const clientsRoutes = {
  createClient: {
    method: "POST",
    path: "/v1/clients",
    function: "clients",
    scope: "dangbo/admin",
    summary: "Create a client; its secret is shown once",
    status: 201,
    etag: true,
  },
  listClients: {
    method: "GET",
    path: "/v1/clients",
    function: "clients",
    scope: "dangbo/admin",
    summary: "List clients",
    status: 200,
  },
  getClient: {
    method: "GET",
    path: "/v1/clients/{clientId}",
    function: "clients",
    scope: "dangbo/admin",
    summary: "Read a client",
    status: 200,
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
    summary: "Give a client a new secret; the old works an hour more",
    status: 200,
  },
} as const satisfies Routes;
