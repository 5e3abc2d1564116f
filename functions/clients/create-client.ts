import { randomBytes } from "node:crypto";
import { makeSecret } from "../../lib/clients/secret.ts";
import { createClient as create } from "../../lib/clients/write.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

export const createClient = operation(clientsRoutes.createClient, (request, context) =>
  create(context, request.validation(), makeSecret(randomBytes)),
);
