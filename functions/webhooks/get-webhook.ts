import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { getWebhook as get } from "../../lib/webhooks/read.ts";
import { operation } from "../shared/operation.ts";
import { reasonsIn } from "./language.ts";

export const getWebhook = operation(webhooksRoutes.getWebhook, (request, context) =>
  get(context, request.params.webhookId, reasonsIn(request)),
);
