import type { membersRoutes } from "../../../../lib/contract/routes/members.ts";
import { byExternalId, type CasesOf, changed, posted, upsert } from "../case.ts";

const person = (organisationId: string, fullName: string) => ({
  organisationId,
  fullName,
  gender: "female",
  admittedOn: "2015-05-19",
  confirmedOn: "2016-05-19",
});
const entry = { kind: "suspended", on: "2024-01-05" };
const nth = (memberIds: readonly string[], n: number) => memberIds[n] ?? "";

export const memberCases: CasesOf<keyof typeof membersRoutes> = {
  createMember: [
    { ask: ({ cellId }) => posted({ ...person(cellId, "Lê Thị Hồng"), memberNumber: "0101" }) },
    { about: "without a key", ask: ({ cellId }) => ({ body: person(cellId, "Lê Thị Hà") }) },
  ],
  listMembers: [
    { about: "first 50 of a committee", ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) },
    {
      about: "of a department",
      may: { rounds: 3, because: "finds what is below the department" },
      ask: ({ departmentId }) => ({ query: `organisationId=${departmentId}` }),
    },
    { about: "of a cell", ask: ({ cellId }) => ({ query: `organisationId=${cellId}` }) },
    {
      about: "by two words of a name",
      ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}&q=nguyen+dung` }),
    },
    {
      about: "by external id",
      may: byExternalId,
      ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=personnel:2` }),
    },
  ],
  getMember: [
    { ask: ({ memberIds }) => ({ params: { memberId: nth(memberIds, 0) } }) },
    {
      about: "on a day",
      ask: ({ memberIds }) => ({ params: { memberId: nth(memberIds, 0) }, query: "asOf=2023-12-26" }),
    },
  ],
  updateMember: [
    {
      ask: ({ memberIds }, direct) =>
        changed(direct, "getMember", { memberId: nth(memberIds, 20) }, { admittedOn: "2010-02-03" }),
    },
  ],
  deleteMember: [
    {
      ask: async ({ cellId }, direct) => {
        const { record } = await direct.call("createMember", { body: person(cellId, "Trần Văn Nhầm") });
        return changed(direct, "getMember", { memberId: record.id });
      },
    },
  ],
  putMemberByExternalId: [
    {
      about: "makes",
      may: upsert,
      ask: ({ cellId }) => ({
        params: { source: "personnel", externalId: "900" },
        body: person(cellId, "Phan Thị Mới"),
      }),
    },
    {
      about: "replaces",
      may: upsert,
      ask: ({ cellId }) => ({
        params: { source: "personnel", externalId: "30" },
        body: person(cellId, "Phan Thị Đổi"),
      }),
    },
  ],
  addHistoryEntry: [{ ask: ({ memberIds }) => posted(entry, { memberId: nth(memberIds, 40) }) }],
  getHistoryEntry: [
    {
      ask: async ({ memberIds }, { call }) => {
        const params = { memberId: nth(memberIds, 41) };
        const { record } = await call("addHistoryEntry", { params, body: entry });
        return { params: { ...params, entryId: record.id } };
      },
    },
  ],
  listHistory: [{ ask: ({ memberIds }) => ({ params: { memberId: nth(memberIds, 40) } }) }],
};
