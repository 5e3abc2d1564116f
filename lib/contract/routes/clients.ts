import { clientInput, clientPage, clientQuery, clientRecord, clientWithSecret } from "../../clients/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { exampleIds } from "../example-ids.ts";
import { type Routes, routesOf } from "../route.ts";

const { act, create, get, list, remove } = routesOf("clients", { read: "dangbo/admin", write: "dangbo/admin" });

export const clientsRoutes = {
  createClient: create("/v1/clients", "Create a client; its secret is returned only once", {
    body: clientInput,
    example: {
      name: "Phòng họp",
      organisationId: exampleIds.committeeId,
      scopes: ["dangbo/read", "dangbo/write"],
    },
    response: clientWithSecret,
    location: recordKinds.client.path,
  }),
  listClients: list("/v1/clients", "List clients by name", { query: clientQuery, response: clientPage }),
  getClient: get("/v1/clients/{clientId}", "Read a client", { response: clientRecord }),
  deleteClient: remove("/v1/clients/{clientId}", "Delete a client"),
  renewClientSecret: act(
    "/v1/clients/{clientId}/secret",
    "Rotate the secret of a client; the old one stays valid for an hour",
    { status: 200, response: clientWithSecret, etag: true, ifMatch: "optional" },
  ),
} as const satisfies Routes;
