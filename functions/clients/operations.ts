import { randomBytes } from "node:crypto";
import { generateSecret } from "../../lib/clients/credentials.ts";
import { getClient, listClients } from "../../lib/clients/reads.ts";
import { createClient, deleteClient, renewClientSecret } from "../../lib/clients/writes.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { listOperation, operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  createClient: operation(clientsRoutes.createClient, ({ validation }, context) =>
    createClient(context, validation(), generateSecret(randomBytes)),
  ),
  deleteClient: operation(clientsRoutes.deleteClient, ({ params, precondition }, context) =>
    deleteClient(context, params.clientId, precondition),
  ),
  getClient: operation(clientsRoutes.getClient, ({ params }, context) => getClient(context, params.clientId)),
  listClients: listOperation(clientsRoutes.listClients, ({ query, page }, context) =>
    listClients(context, query, page()),
  ),
  renewClientSecret: operation(clientsRoutes.renewClientSecret, ({ params, precondition }, context) =>
    renewClientSecret(context, params.clientId, { ...generateSecret(randomBytes), precondition }),
  ),
};
