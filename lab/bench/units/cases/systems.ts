import type { changesRoutes } from "../../../../lib/contract/routes/changes.ts";
import type { clientsRoutes } from "../../../../lib/contract/routes/clients.ts";
import type { webhooksRoutes } from "../../../../lib/contract/routes/webhooks.ts";
import { allowing, atVersion, type CasesOf, call, only, post } from "../case.ts";

const system = (organisationId: string) => ({ organisationId, name: "Phòng họp", scopes: ["dangbo/read"] });

export const clientCases: CasesOf<keyof typeof clientsRoutes> = {
  createClient: only(({ committeeId }) => post(system(committeeId))),
  listClients: only(({ committeeId }) => ({ query: `organisationId=${committeeId}` })),
  getClient: only(({ client }) => ({ params: { clientId: client.id } })),
  deleteClient: only(async ({ committeeId }, direct) => {
    const { record } = await direct.call("createClient", { body: system(committeeId) });
    return atVersion(direct, "getClient", { clientId: record.id });
  }),
  renewClientSecret: only(async ({ committeeId }, direct) => {
    const { record } = await direct.call("createClient", { body: system(committeeId) });
    return post({}, { clientId: record.id });
  }),
};

const receiver = { url: "https://bao-cao.example/dangbo", status: "disabled" };

export const webhookCases: CasesOf<keyof typeof webhooksRoutes> = {
  createWebhook: only(() => post(receiver)),
  listWebhooks: only(({ committeeId }) => ({ query: `organisationId=${committeeId}` })),
  getWebhook: only(({ webhookId }) => ({ params: { webhookId } })),
  updateWebhook: only(async (_, direct) => {
    const { record } = await direct.call("createWebhook", { body: receiver });
    return atVersion(direct, "getWebhook", { webhookId: record.id }, { types: ["member.created"] });
  }),
  deleteWebhook: only(async (_, direct) => {
    const { record } = await direct.call("createWebhook", { body: receiver });
    return atVersion(direct, "getWebhook", { webhookId: record.id });
  }),
  listDeliveries: only(({ webhookId }) => ({ params: { webhookId } })),
  replayWebhook: only(async (_, direct) => {
    const { record } = await direct.call("createWebhook", { body: receiver });
    return post({}, { webhookId: record.id });
  }),
};

const details = { roundTrips: 2, because: "reads the changes, which are separate items" };

export const changeCases: CasesOf<keyof typeof changesRoutes> = {
  listChanges: only(() => ({})),
  listAudit: [
    allowing(
      details,
      call("the first 50", () => ({})),
    ),
    allowing(
      { roundTrips: 3, because: "finds the entries of a record" },
      call("of a member", ({ memberIds: [id = ""] }) => ({ query: `resource=${id}` })),
    ),
    allowing(
      { roundTrips: 3, because: "finds where the day begins" },
      call("of a day", () => ({ query: "from=2024-01-01" })),
    ),
  ],
};
