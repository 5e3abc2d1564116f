import { randomBytes } from "node:crypto";
import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { makeSecret } from "../../lib/webhooks/secret.ts";
import { createWebhook as create } from "../../lib/webhooks/write.ts";
import { operation } from "../shared/operation.ts";
import { reasonsIn } from "./language.ts";
import { receiverCheck } from "./reaching.ts";

export const createWebhook = operation(webhooksRoutes.createWebhook, (request, context) =>
  create(context, request.validation(), makeSecret(randomBytes), receiverCheck(), reasonsIn(request)),
);
