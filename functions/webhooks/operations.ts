import { randomBytes } from "node:crypto";
import { webhooksRoutes } from "../../lib/contract/routes/webhooks.ts";
import { getWebhook, listDeliveries, listWebhooks } from "../../lib/webhooks/reads.ts";
import { makeSecret } from "../../lib/webhooks/signature.ts";
import { createWebhook, deleteWebhook, replayWebhook, updateWebhook } from "../../lib/webhooks/writes.ts";
import { operation } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-response.ts";
import { receiverCheck } from "./receiver-check.ts";

type Headers = { header(name: string): string | undefined };

/** The reason why a webhook is disabled is in the caller's language. */
const languageFor = (request: Headers) => ({ language: languageOf(request.header("accept-language")) });

/** Every operation of this function by its name. */
export const operations = {
  createWebhook: operation(webhooksRoutes.createWebhook, (request, context) =>
    createWebhook(context, request.validation(), {
      secret: makeSecret(randomBytes),
      receiverCheck: receiverCheck(),
      ...languageFor(request),
    }),
  ),
  listWebhooks: operation(webhooksRoutes.listWebhooks, async (request, context) => ({
    page: await listWebhooks(context, request.query, { ...request.page(), ...languageFor(request) }),
  })),
  getWebhook: operation(webhooksRoutes.getWebhook, (request, context) =>
    getWebhook(context, request.params.webhookId, languageFor(request).language),
  ),
  updateWebhook: operation(webhooksRoutes.updateWebhook, (request, context) =>
    updateWebhook(context, request.params.webhookId, {
      precondition: request.ifMatch,
      change: request.patched,
      receiverCheck: receiverCheck(),
      ...languageFor(request),
    }),
  ),
  deleteWebhook: operation(webhooksRoutes.deleteWebhook, (request, context) =>
    deleteWebhook(context, request.params.webhookId, request.ifMatch),
  ),
  listDeliveries: operation(webhooksRoutes.listDeliveries, async (request, context) => ({
    page: await listDeliveries(context, request.params.webhookId, request.page()),
  })),
  replayWebhook: operation(webhooksRoutes.replayWebhook, (request, context) =>
    replayWebhook(context, request.params.webhookId, {
      after: request.query.after,
      cursors: request.cursors,
      ...languageFor(request),
    }),
  ),
};
