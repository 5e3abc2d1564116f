import { getClient as get } from "../../lib/clients/read.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

export const getClient = operation(clientsRoutes.getClient, (request, context) =>
  get(context, request.params.clientId),
);
