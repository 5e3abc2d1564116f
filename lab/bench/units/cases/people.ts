import type { dataSubjectsRoutes } from "../../../../lib/contract/routes/data-subjects.ts";
import type { membersRoutes } from "../../../../lib/contract/routes/members.ts";
import type { organisationsRoutes } from "../../../../lib/contract/routes/organisations.ts";
import type { DirectApi } from "../../direct-api.ts";
import type { Sample } from "../../sample.ts";
import { atVersion, byExternalId, type CasesOf, post, upsert } from "../case.ts";

const cell = (parentId: string, name: string) => ({ kind: "cell", name, parentId });

export const organisationCases: CasesOf<keyof typeof organisationsRoutes> = {
  createOrganisation: [{ about: "a cell", request: ({ committeeId }) => post(cell(committeeId, "Chi bộ mới")) }],
  listOrganisations: [
    { about: "below a committee", request: ({ committeeId }) => ({ query: `parentId=${committeeId}` }) },
    {
      about: "below a department",
      request: ({ departmentId }) => ({ query: `parentId=${departmentId}` }),
    },
    {
      about: "by external id",
      allows: byExternalId,
      request: ({ committeeId }) => ({ query: `parentId=${committeeId}&externalId=personnel:cell-1` }),
    },
  ],
  getOrganisation: [{ request: ({ cellId }) => ({ params: { organisationId: cellId } }) }],
  updateOrganisation: [
    {
      request: ({ cellId }, direct) =>
        atVersion(direct, "getOrganisation", { organisationId: cellId }, { shortName: "CB1" }),
    },
    {
      about: "under a department",
      request: async ({ committeeId, departmentId }, direct) => {
        const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ chuyển") });
        return atVersion(direct, "getOrganisation", { organisationId: record.id }, { parentId: departmentId });
      },
    },
  ],
  deleteOrganisation: [
    {
      request: async ({ committeeId }, direct) => {
        const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ nhầm") });
        return atVersion(direct, "getOrganisation", { organisationId: record.id });
      },
    },
  ],
  moveOrganisation: [
    {
      about: "a cell in use",
      request: async ({ committeeId, departmentId }, direct) => {
        const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ dời") });
        await direct.call("createMember", { body: { organisationId: record.id, fullName: "Lê Văn Dời" } });
        return post({ parentId: departmentId, on: "2024-01-01" }, { organisationId: record.id });
      },
    },
  ],
  listMoves: [{ request: ({ cellId }) => ({ params: { organisationId: cellId } }) }],
  putOrganisationByExternalId: [
    {
      about: "creates",
      allows: upsert,
      request: ({ committeeId }) => ({
        params: { source: "personnel", externalId: "cell-20" },
        body: cell(committeeId, "Chi bộ 20"),
      }),
    },
    {
      about: "replaces",
      allows: upsert,
      request: ({ committeeId }) => ({
        params: { source: "personnel", externalId: "cell-2" },
        body: cell(committeeId, "Chi bộ số 2"),
      }),
    },
  ],
};

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
    { request: ({ cellId }) => post({ ...person(cellId, "Lê Thị Hồng"), memberNumber: "0101" }) },
    { about: "without a key", request: ({ cellId }) => ({ body: person(cellId, "Lê Thị Hà") }) },
  ],
  listMembers: [
    { about: "first 50 of a committee", request: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) },
    {
      about: "of a department",
      allows: { roundTrips: 3, because: "finds what is below the department" },
      request: ({ departmentId }) => ({ query: `organisationId=${departmentId}` }),
    },
    { about: "of a cell", request: ({ cellId }) => ({ query: `organisationId=${cellId}` }) },
    {
      about: "by two words of a name",
      request: ({ committeeId }) => ({ query: `organisationId=${committeeId}&q=nguyen+dung` }),
    },
    {
      about: "by external id",
      allows: byExternalId,
      request: ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=personnel:2` }),
    },
  ],
  getMember: [
    { request: ({ memberIds }) => ({ params: { memberId: nth(memberIds, 0) } }) },
    {
      about: "on a day",
      request: ({ memberIds }) => ({ params: { memberId: nth(memberIds, 0) }, query: "asOf=2023-12-26" }),
    },
  ],
  updateMember: [
    {
      request: ({ memberIds }, direct) =>
        atVersion(direct, "getMember", { memberId: nth(memberIds, 20) }, { admittedOn: "2010-02-03" }),
    },
  ],
  deleteMember: [
    {
      request: async ({ cellId }, direct) => {
        const { record } = await direct.call("createMember", { body: person(cellId, "Trần Văn Nhầm") });
        return atVersion(direct, "getMember", { memberId: record.id });
      },
    },
  ],
  putMemberByExternalId: [
    {
      about: "creates",
      allows: upsert,
      request: ({ cellId }) => ({
        params: { source: "personnel", externalId: "900" },
        body: person(cellId, "Phan Thị Mới"),
      }),
    },
    {
      about: "replaces",
      allows: upsert,
      request: ({ cellId }) => ({
        params: { source: "personnel", externalId: "30" },
        body: person(cellId, "Phan Thị Đổi"),
      }),
    },
  ],
  addHistoryEntry: [{ request: ({ memberIds }) => post(entry, { memberId: nth(memberIds, 40) }) }],
  getHistoryEntry: [
    {
      request: async ({ memberIds }, { call }) => {
        const params = { memberId: nth(memberIds, 41) };
        const { record } = await call("addHistoryEntry", { params, body: entry });
        return { params: { ...params, entryId: record.id } };
      },
    },
  ],
  listHistory: [{ request: ({ memberIds }) => ({ params: { memberId: nth(memberIds, 40) } }) }],
};

const everything = { roundTrips: 7, because: "reads all that is kept, and tells the audit" };

/** A member nobody else is measured by. */
const somebody = async ({ cellId }: Sample, { call }: DirectApi) => {
  const { record } = await call("createMember", { body: { organisationId: cellId, fullName: "Nguyễn Văn Tạm" } });
  return { memberId: record.id };
};

export const subjectCases: CasesOf<keyof typeof dataSubjectsRoutes> = {
  exportMember: [{ allows: everything, request: ({ memberIds: [memberId = ""] }) => ({ params: { memberId } }) }],
  eraseMember: [{ request: async (sample, direct) => post({}, await somebody(sample, direct)) }],
  getErasure: [
    {
      request: async (sample, direct) => {
        const params = await somebody(sample, direct);
        await direct.call("eraseMember", { params, body: {} });
        return { params };
      },
    },
  ],
};
