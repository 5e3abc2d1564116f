import type { clientsRoutes } from "../../../../lib/contract/routes/clients.ts";
import { type CasesOf, changed, posted } from "../case.ts";

const system = (organisationId: string) => ({ organisationId, name: "Phòng họp", scopes: ["dangbo/read"] });

export const clientCases: CasesOf<keyof typeof clientsRoutes> = {
  createClient: [{ ask: ({ committeeId }) => posted(system(committeeId)) }],
  listClients: [{ ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) }],
  getClient: [{ ask: ({ client }) => ({ params: { clientId: client.id } }) }],
  deleteClient: [
    {
      ask: async ({ committeeId }, direct) => {
        const { record } = await direct.call("createClient", { body: system(committeeId) });
        return changed(direct, "getClient", { clientId: record.id });
      },
    },
  ],
  renewClientSecret: [
    {
      ask: async ({ committeeId }, direct) => {
        const { record } = await direct.call("createClient", { body: system(committeeId) });
        return posted({}, { clientId: record.id });
      },
    },
  ],
};
