import { deleteClient as remove } from "../../lib/clients/write.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

export const deleteClient = operation(clientsRoutes.deleteClient, (request, context) =>
  remove(context, request.params.clientId, request.ifMatch),
);
