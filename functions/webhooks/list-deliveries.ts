import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { listDeliveries as list } from "../../lib/webhooks/read.ts";
import { operation } from "../shared/operation.ts";

export const listDeliveries = operation(webhooksRoutes.listDeliveries, async (request, context) => ({
  page: await list(context, request.params.webhookId, request.page()),
}));
