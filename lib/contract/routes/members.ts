import {
  historyInput,
  historyPage,
  historyQuery,
  historyRecord,
  memberInput,
  memberPage,
  memberQuery,
  memberRecord,
  membersQuery,
} from "../../members/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { exampleIds } from "../example-ids.ts";
import { type Routes, routesOf } from "../route.ts";

const record = { body: memberInput, response: memberRecord, location: recordKinds.member.path } as const;
const entry = {
  body: historyInput,
  response: historyRecord,
  location: "/v1/members/{memberId}/history/{id}",
} as const;

const example = {
  organisationId: exampleIds.cellId,
  fullName: "Nguyễn Thị An",
  gender: "female",
  admittedOn: "2019-05-19",
  confirmedOn: "2020-05-19",
  positions: [{ organisationId: exampleIds.cellId, role: "secretary", from: "2022-06-01" }],
};

const { create, get, list, put, remove, update } = routesOf("members");

export const membersRoutes = {
  createMember: create("/v1/members", "Create a member", { ...record, example }),
  listMembers: list("/v1/members", "List members by name", {
    description:
      "Members of a grassroots committee, a department or a cell, with all below it; of a superior committee those of its own " +
      "cells only. Members belong to cells, so the list of the root is empty: its clients name a committee or cell in " +
      "`organisationId`. Former members are listed with `standing=former` or `all`, and found by `externalId`. Combined " +
      "filters may give short or empty pages with a cursor.",
    query: membersQuery,
    response: memberPage,
  }),
  getMember: get("/v1/members/{memberId}", "Read a member, as of today or another day", {
    query: memberQuery,
    response: memberRecord,
  }),
  updateMember: update("/v1/members/{memberId}", "Update a member; corrects its initial state", {
    ...record,
    example: { jobTitle: "Thủ thư", gender: null },
  }),
  deleteMember: remove("/v1/members/{memberId}", "Delete a member entered by mistake"),
  putMemberByExternalId: put(
    "/v1/members/external/{source}/{externalId}",
    "Create or replace a member by external id",
    { ...record, example },
  ),
  addHistoryEntry: create("/v1/members/{memberId}/history", "Add an entry to a member's history", {
    ...entry,
    example: { kind: "confirmed", on: "2023-05-19", decision: { number: "12-QĐ/ĐU", date: "2023-05-15" } },
    ifMatch: "optional",
  }),
  getHistoryEntry: get("/v1/members/{memberId}/history/{entryId}", "Read an entry of a member's history", {
    response: historyRecord,
  }),
  listHistory: list("/v1/members/{memberId}/history", "List a member's history", {
    query: historyQuery,
    response: historyPage,
  }),
} as const satisfies Routes;
