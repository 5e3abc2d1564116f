import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { updateWebhook as update } from "../../lib/webhooks/write.ts";
import { operation } from "../shared/operation.ts";
import { reasonsIn } from "./language.ts";
import { receiverCheck } from "./reaching.ts";

export const updateWebhook = operation(webhooksRoutes.updateWebhook, (request, context) =>
  update(context, request.params.webhookId, request.ifMatch, request.patched, receiverCheck(), reasonsIn(request)),
);
