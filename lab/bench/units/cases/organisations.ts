import type { organisationsRoutes } from "../../../../lib/contract/routes/organisations.ts";
import { byExternalId, type CasesOf, changed, posted, upsert } from "../case.ts";

const cell = (parentId: string, name: string) => ({ kind: "cell", name, parentId });

export const organisationCases: CasesOf<keyof typeof organisationsRoutes> = {
  createOrganisation: [{ about: "a cell", ask: ({ committeeId }) => posted(cell(committeeId, "Chi bộ mới")) }],
  listOrganisations: [
    { about: "below a committee", ask: ({ committeeId }) => ({ query: `parentId=${committeeId}` }) },
    {
      about: "below a department",
      ask: ({ departmentId }) => ({ query: `parentId=${departmentId}` }),
    },
    {
      about: "by external id",
      may: byExternalId,
      ask: ({ committeeId }) => ({ query: `parentId=${committeeId}&externalId=personnel:cell-1` }),
    },
  ],
  getOrganisation: [{ ask: ({ cellId }) => ({ params: { organisationId: cellId } }) }],
  updateOrganisation: [
    {
      ask: ({ cellId }, direct) => changed(direct, "getOrganisation", { organisationId: cellId }, { shortName: "CB1" }),
    },
    {
      about: "under a department",
      ask: async ({ committeeId, departmentId }, direct) => {
        const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ chuyển") });
        return changed(direct, "getOrganisation", { organisationId: record.id }, { parentId: departmentId });
      },
    },
  ],
  deleteOrganisation: [
    {
      ask: async ({ committeeId }, direct) => {
        const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ nhầm") });
        return changed(direct, "getOrganisation", { organisationId: record.id });
      },
    },
  ],
  moveOrganisation: [
    {
      about: "a cell in use",
      ask: async ({ committeeId, departmentId }, direct) => {
        const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ dời") });
        await direct.call("createMember", { body: { organisationId: record.id, fullName: "Lê Văn Dời" } });
        return posted({ parentId: departmentId, on: "2024-01-01" }, { organisationId: record.id });
      },
    },
  ],
  listMoves: [{ ask: ({ cellId }) => ({ params: { organisationId: cellId } }) }],
  putOrganisationByExternalId: [
    {
      about: "makes",
      may: upsert,
      ask: ({ committeeId }) => ({
        params: { source: "personnel", externalId: "cell-20" },
        body: cell(committeeId, "Chi bộ 20"),
      }),
    },
    {
      about: "replaces",
      may: upsert,
      ask: ({ committeeId }) => ({
        params: { source: "personnel", externalId: "cell-2" },
        body: cell(committeeId, "Chi bộ số 2"),
      }),
    },
  ],
};
