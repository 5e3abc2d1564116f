import type { changesRoutes } from "../../../../lib/contract/routes/changes.ts";
import type { clientsRoutes } from "../../../../lib/contract/routes/clients.ts";
import type { webhooksRoutes } from "../../../../lib/contract/routes/webhooks.ts";
import { atVersion, type CasesOf, post } from "../case.ts";

const system = (organisationId: string) => ({ organisationId, name: "Phòng họp", scopes: ["dangbo/read"] });

export const clientCases: CasesOf<keyof typeof clientsRoutes> = {
  createClient: [{ request: ({ committeeId }) => post(system(committeeId)) }],
  listClients: [{ request: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) }],
  getClient: [{ request: ({ client }) => ({ params: { clientId: client.id } }) }],
  deleteClient: [
    {
      request: async ({ committeeId }, direct) => {
        const { record } = await direct.call("createClient", { body: system(committeeId) });
        return atVersion(direct, "getClient", { clientId: record.id });
      },
    },
  ],
  renewClientSecret: [
    {
      request: async ({ committeeId }, direct) => {
        const { record } = await direct.call("createClient", { body: system(committeeId) });
        return post({}, { clientId: record.id });
      },
    },
  ],
};

const receiver = { url: "https://bao-cao.example/dangbo", status: "disabled" };

export const webhookCases: CasesOf<keyof typeof webhooksRoutes> = {
  createWebhook: [{ request: () => post(receiver) }],
  listWebhooks: [{ request: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) }],
  getWebhook: [{ request: ({ webhookId }) => ({ params: { webhookId } }) }],
  updateWebhook: [
    {
      request: async (_, direct) => {
        const { record } = await direct.call("createWebhook", { body: receiver });
        return atVersion(direct, "getWebhook", { webhookId: record.id }, { types: ["member.created"] });
      },
    },
  ],
  deleteWebhook: [
    {
      request: async (_, direct) => {
        const { record } = await direct.call("createWebhook", { body: receiver });
        return atVersion(direct, "getWebhook", { webhookId: record.id });
      },
    },
  ],
  listDeliveries: [{ request: ({ webhookId }) => ({ params: { webhookId } }) }],
  replayWebhook: [
    {
      request: async (_, direct) => {
        const { record } = await direct.call("createWebhook", { body: receiver });
        return post({}, { webhookId: record.id });
      },
    },
  ],
};

const details = { roundTrips: 2, because: "reads what changed, which is kept apart" };

export const changeCases: CasesOf<keyof typeof changesRoutes> = {
  listChanges: [{ request: () => ({}) }],
  listAudit: [
    { about: "the first 50", allows: details, request: () => ({}) },
    {
      about: "of a member",
      allows: { roundTrips: 3, because: "finds the entries of a record" },
      request: ({ memberIds: [id = ""] }) => ({ query: `resource=${id}` }),
    },
    {
      about: "of a day",
      allows: { roundTrips: 3, because: "finds where the day begins" },
      request: () => ({ query: "from=2024-01-01" }),
    },
  ],
};
