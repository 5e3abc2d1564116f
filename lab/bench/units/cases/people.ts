import type { dataSubjectsRoutes } from "../../../../lib/contract/routes/data-subjects.ts";
import type { membersRoutes } from "../../../../lib/contract/routes/members.ts";
import type { organisationsRoutes } from "../../../../lib/contract/routes/organisations.ts";
import type { DirectApi } from "../../direct-api.ts";
import type { Sample } from "../../sample.ts";
import { allowing, atVersion, byExternalId, type CasesOf, call, only, post, upsert } from "../case.ts";

const cell = (parentId: string, name: string) => ({ kind: "cell", name, parentId });

export const organisationCases: CasesOf<keyof typeof organisationsRoutes> = {
  createOrganisation: [call("a cell", ({ committeeId }) => post(cell(committeeId, "Chi bộ mới")))],
  listOrganisations: [
    call("below a committee", ({ committeeId }) => ({ query: `parentId=${committeeId}` })),
    call("below a department", ({ departmentId }) => ({ query: `parentId=${departmentId}` })),
    allowing(
      byExternalId,
      call("by external id", ({ committeeId }) => ({ query: `parentId=${committeeId}&externalId=personnel:cell-1` })),
    ),
  ],
  getOrganisation: only(({ cellId }) => ({ params: { organisationId: cellId } })),
  updateOrganisation: [
    call("", ({ cellId }, direct) =>
      atVersion(direct, "getOrganisation", { organisationId: cellId }, { shortName: "CB1" }),
    ),
    call("under a department", async ({ committeeId, departmentId }, direct) => {
      const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ chuyển") });
      return atVersion(direct, "getOrganisation", { organisationId: record.id }, { parentId: departmentId });
    }),
  ],
  deleteOrganisation: only(async ({ committeeId }, direct) => {
    const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ nhầm") });
    return atVersion(direct, "getOrganisation", { organisationId: record.id });
  }),
  moveOrganisation: [
    call("a cell in use", async ({ committeeId, departmentId }, direct) => {
      const { record } = await direct.call("createOrganisation", { body: cell(committeeId, "Chi bộ dời") });
      await direct.call("createMember", { body: { organisationId: record.id, fullName: "Lê Văn Dời" } });
      return post({ parentId: departmentId, on: "2024-01-01" }, { organisationId: record.id });
    }),
  ],
  listMoves: only(({ cellId }) => ({ params: { organisationId: cellId } })),
  putOrganisationByExternalId: [
    allowing(
      upsert,
      call("creates", ({ committeeId }) => ({
        params: { source: "personnel", externalId: "cell-20" },
        body: cell(committeeId, "Chi bộ 20"),
      })),
    ),
    allowing(
      upsert,
      call("replaces", ({ committeeId }) => ({
        params: { source: "personnel", externalId: "cell-2" },
        body: cell(committeeId, "Chi bộ số 2"),
      })),
    ),
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
    call("", ({ cellId }) => post({ ...person(cellId, "Lê Thị Hồng"), memberNumber: "0101" })),
    call("without a key", ({ cellId }) => ({ body: person(cellId, "Lê Thị Hà") })),
  ],
  listMembers: [
    call("first 50 of a committee", ({ committeeId }) => ({ query: `organisationId=${committeeId}` })),
    allowing(
      { roundTrips: 3, because: "finds what is below the department" },
      call("of a department", ({ departmentId }) => ({ query: `organisationId=${departmentId}` })),
    ),
    call("of a cell", ({ cellId }) => ({ query: `organisationId=${cellId}` })),
    call("by two words of a name", ({ committeeId }) => ({ query: `organisationId=${committeeId}&q=nguyen+dung` })),
    allowing(
      byExternalId,
      call("by external id", ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=personnel:2` })),
    ),
  ],
  getMember: [
    call("", ({ memberIds }) => ({ params: { memberId: nth(memberIds, 0) } })),
    call("on a day", ({ memberIds }) => ({ params: { memberId: nth(memberIds, 0) }, query: "asOf=2023-12-26" })),
  ],
  updateMember: only(({ memberIds }, direct) =>
    atVersion(direct, "getMember", { memberId: nth(memberIds, 20) }, { admittedOn: "2010-02-03" }),
  ),
  deleteMember: only(async ({ cellId }, direct) => {
    const { record } = await direct.call("createMember", { body: person(cellId, "Trần Văn Nhầm") });
    return atVersion(direct, "getMember", { memberId: record.id });
  }),
  putMemberByExternalId: [
    allowing(
      upsert,
      call("creates", ({ cellId }) => ({
        params: { source: "personnel", externalId: "900" },
        body: person(cellId, "Phan Thị Mới"),
      })),
    ),
    allowing(
      upsert,
      call("replaces", ({ cellId }) => ({
        params: { source: "personnel", externalId: "30" },
        body: person(cellId, "Phan Thị Đổi"),
      })),
    ),
  ],
  addHistoryEntry: only(({ memberIds }) => post(entry, { memberId: nth(memberIds, 40) })),
  getHistoryEntry: only(async ({ memberIds }, { call }) => {
    const params = { memberId: nth(memberIds, 41) };
    const { record } = await call("addHistoryEntry", { params, body: entry });
    return { params: { ...params, entryId: record.id } };
  }),
  listHistory: only(({ memberIds }) => ({ params: { memberId: nth(memberIds, 40) } })),
};

const everything = { roundTrips: 7, because: "reads all data of the member, and writes to the audit" };

/** A member of this case alone. */
const somebody = async ({ cellId }: Sample, { call }: DirectApi) => {
  const { record } = await call("createMember", { body: { organisationId: cellId, fullName: "Nguyễn Văn Tạm" } });
  return { memberId: record.id };
};

export const subjectCases: CasesOf<keyof typeof dataSubjectsRoutes> = {
  exportMember: [
    allowing(
      everything,
      call("", ({ memberIds: [memberId = ""] }) => ({ params: { memberId } })),
    ),
  ],
  eraseMember: only(async (sample, direct) => post({}, await somebody(sample, direct))),
  getErasure: only(async (sample, direct) => {
    const params = await somebody(sample, direct);
    await direct.call("eraseMember", { params, body: {} });
    return { params };
  }),
};
