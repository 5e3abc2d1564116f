import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { listDeliveries as list } from "../../lib/webhooks/read.ts";
import { operation } from "../shared/operation.ts";

export const listDeliveries = operation(webhooksRoutes.listDeliveries, async (request, work) => ({
  page: await list(work, request.params.webhookId, request.page()),
}));
