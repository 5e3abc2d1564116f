import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { listWebhooks as list } from "../../lib/webhooks/read.ts";
import { operation } from "../shared/operation.ts";
import { reasonsIn } from "./language.ts";

export const listWebhooks = operation(webhooksRoutes.listWebhooks, async (request, context) => ({
  page: await list(context, request.query, request.page(), reasonsIn(request)),
}));
