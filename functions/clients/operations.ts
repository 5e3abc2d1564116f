import { randomBytes } from "node:crypto";
import { generateSecret } from "../../lib/clients/credentials.ts";
import { getClient, listClients } from "../../lib/clients/reads.ts";
import { createClient, deleteClient, renewClientSecret } from "../../lib/clients/writes.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  createClient: operation(clientsRoutes.createClient, (request, context) =>
    createClient(context, request.validation(), generateSecret(randomBytes)),
  ),
  deleteClient: operation(clientsRoutes.deleteClient, (request, context) =>
    deleteClient(context, request.params.clientId, request.ifMatch),
  ),
  getClient: operation(clientsRoutes.getClient, (request, context) => getClient(context, request.params.clientId)),
  listClients: operation(clientsRoutes.listClients, async (request, context) => ({
    page: await listClients(context, request.query, request.page()),
  })),
  renewClientSecret: operation(clientsRoutes.renewClientSecret, (request, context) =>
    renewClientSecret(context, request.params.clientId, generateSecret(randomBytes)),
  ),
};
