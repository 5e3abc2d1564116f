import { randomBytes } from "node:crypto";
import { renewClientSecret as renew } from "../../lib/clients/renew.ts";
import { makeSecret } from "../../lib/clients/secret.ts";
import { clientsRoutes } from "../../lib/contract/routes/clients.ts";
import { operation } from "../shared/operation.ts";

export const renewClientSecret = operation(clientsRoutes.renewClientSecret, (request, context) =>
  renew(context, request.params.clientId, makeSecret(randomBytes)),
);
