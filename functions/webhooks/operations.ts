import { randomBytes } from "node:crypto";
import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { getWebhook, listDeliveries, listWebhooks } from "../../lib/webhooks/reads.ts";
import { makeSecret } from "../../lib/webhooks/signature.ts";
import { createWebhook, deleteWebhook, replayWebhook, updateWebhook } from "../../lib/webhooks/writes.ts";
import { listOperation, operation } from "../shared/operation.ts";
import { receiverCheck } from "./receiver-check.ts";

/** Every operation of this function by its name. */
export const operations = {
  createWebhook: operation(webhooksRoutes.createWebhook, ({ validation, language }, context) =>
    createWebhook(context, validation(), { secret: makeSecret(randomBytes), receiverCheck: receiverCheck(), language }),
  ),
  listWebhooks: listOperation(webhooksRoutes.listWebhooks, ({ query, page, language }, context) =>
    listWebhooks(context, query, { ...page(), language }),
  ),
  getWebhook: operation(webhooksRoutes.getWebhook, ({ params, language }, context) =>
    getWebhook(context, params.webhookId, language),
  ),
  updateWebhook: operation(webhooksRoutes.updateWebhook, ({ params, precondition, change, language }, context) =>
    updateWebhook(context, params.webhookId, { precondition, change, receiverCheck: receiverCheck(), language }),
  ),
  deleteWebhook: operation(webhooksRoutes.deleteWebhook, ({ params, precondition }, context) =>
    deleteWebhook(context, params.webhookId, precondition),
  ),
  listDeliveries: listOperation(webhooksRoutes.listDeliveries, ({ params, page }, context) =>
    listDeliveries(context, params.webhookId, page()),
  ),
  replayWebhook: operation(
    webhooksRoutes.replayWebhook,
    ({ params, query, cursors, precondition, language }, context) =>
      replayWebhook(context, params.webhookId, { after: query.after, cursors, precondition, language }),
  ),
};
