import { replayQuery } from "../../changes/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import {
  deliveryPage,
  deliveryQuery,
  webhookInput,
  webhookPage,
  webhookQuery,
  webhookRecord,
  webhookWithSecret,
} from "../../webhooks/schema.ts";
import { type Routes, routesOf } from "../route.ts";

const { act, create, get, list, remove, update } = routesOf("webhooks", {
  read: "dangbo/admin",
  write: "dangbo/admin",
});

export const webhooksRoutes = {
  createWebhook: create(
    "/v1/webhooks",
    "Create a webhook that receives every later change; its secret is returned only once",
    {
      body: webhookInput,
      example: {
        url: "https://bao-cao.example/dangbo",
        types: ["member.created", "member.updated", "member.deleted"],
      },
      response: webhookWithSecret,
      location: recordKinds.webhook.path,
    },
  ),
  listWebhooks: list("/v1/webhooks", "List webhooks, oldest first", { query: webhookQuery, response: webhookPage }),
  getWebhook: get("/v1/webhooks/{webhookId}", "Read a webhook", { response: webhookRecord }),
  updateWebhook: update("/v1/webhooks/{webhookId}", "Update, disable or enable a webhook", {
    body: webhookInput,
    example: { types: null, status: "enabled" },
    response: webhookRecord,
  }),
  deleteWebhook: remove("/v1/webhooks/{webhookId}", "Delete a webhook and the log of its deliveries"),
  listDeliveries: list(
    "/v1/webhooks/{webhookId}/deliveries",
    "List the deliveries of a webhook in the last 30 days, newest first",
    { query: deliveryQuery, response: deliveryPage },
  ),
  replayWebhook: act(
    "/v1/webhooks/{webhookId}/replay",
    "Redeliver the changes after a cursor of the change feed, or all of them; enables the webhook",
    { query: replayQuery, status: 202, response: webhookRecord, etag: true, ifMatch: "optional" },
  ),
} as const satisfies Routes;
