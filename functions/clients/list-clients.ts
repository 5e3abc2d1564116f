import { listClients as list } from "../../lib/clients/read.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

export const listClients = operation(clientsRoutes.listClients, async (request, work) => ({
  page: await list(work, request.query, request.page()),
}));
