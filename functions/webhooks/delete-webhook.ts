import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { deleteWebhook as remove } from "../../lib/webhooks/write.ts";
import { operation } from "../shared/operation.ts";

export const deleteWebhook = operation(webhooksRoutes.deleteWebhook, (request, context) =>
  remove(context, request.params.webhookId, request.ifMatch),
);
