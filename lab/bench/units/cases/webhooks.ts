import type { webhooksRoutes } from "../../../../lib/contract/routes/webhooks.ts";
import { type CasesOf, changed, posted } from "../case.ts";

const receiver = { url: "https://bao-cao.example/dangbo", status: "disabled" };

export const webhookCases: CasesOf<keyof typeof webhooksRoutes> = {
  createWebhook: [{ ask: () => posted(receiver) }],
  listWebhooks: [{ ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) }],
  getWebhook: [{ ask: ({ webhookId }) => ({ params: { webhookId } }) }],
  updateWebhook: [
    {
      ask: async (_, direct) => {
        const { record } = await direct.call("createWebhook", { body: receiver });
        return changed(direct, "getWebhook", { webhookId: record.id }, { types: ["member.created"] });
      },
    },
  ],
  deleteWebhook: [
    {
      ask: async (_, direct) => {
        const { record } = await direct.call("createWebhook", { body: receiver });
        return changed(direct, "getWebhook", { webhookId: record.id });
      },
    },
  ],
  listDeliveries: [{ ask: ({ webhookId }) => ({ params: { webhookId } }) }],
  replayWebhook: [
    {
      ask: async (_, direct) => {
        const { record } = await direct.call("createWebhook", { body: receiver });
        return posted({}, { webhookId: record.id });
      },
    },
  ],
};
