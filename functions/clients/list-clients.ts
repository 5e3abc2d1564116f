import { listClients as list } from "../../lib/clients/read.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

export const listClients = operation(clientsRoutes.listClients, async (request, context) => ({
  page: await list(context, request.query, request.page()),
}));
