import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { replayWebhook as replay } from "../../lib/webhooks/replay.ts";
import { operation } from "../shared/operation.ts";
import { reasonsIn } from "./language.ts";

export const replayWebhook = operation(webhooksRoutes.replayWebhook, (request, context) =>
  replay(context, request.params.webhookId, request.query.after, request.cursors, reasonsIn(request)),
);
