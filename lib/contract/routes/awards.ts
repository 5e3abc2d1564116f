import { awardInput, awardPage, awardQuery, awardRecord } from "../../awards/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import type { Routes } from "../route.ts";

const record = { body: awardInput, response: awardRecord, location: recordKinds.award.path } as const;

export const awardsRoutes = {
  createAward: {
    ...record,
    method: "POST",
    path: "/v1/awards",
    function: "awards",
    scope: "dangbo/write",
    summary: "Record an award",
    status: 201,
    etag: true,
  },
  listAwards: {
    query: awardQuery,
    response: awardPage,
    method: "GET",
    path: "/v1/awards",
    function: "awards",
    scope: "dangbo/read",
    summary: "List awards, newest first",
    status: 200,
  },
  getAward: {
    response: awardRecord,
    method: "GET",
    path: "/v1/awards/{awardId}",
    function: "awards",
    scope: "dangbo/read",
    summary: "Read an award",
    status: 200,
    etag: true,
  },
  updateAward: {
    ...record,
    method: "PATCH",
    path: "/v1/awards/{awardId}",
    function: "awards",
    scope: "dangbo/write",
    summary: "Update the mutable fields of an award",
    bodyType: "merge-patch",
    status: 200,
    etag: true,
    ifMatch: "required",
  },
  deleteAward: {
    method: "DELETE",
    path: "/v1/awards/{awardId}",
    function: "awards",
    scope: "dangbo/write",
    summary: "Delete an award",
    status: 204,
    ifMatch: "required",
  },
  putAwardByExternalId: {
    ...record,
    method: "PUT",
    path: "/v1/awards/external/{source}/{externalId}",
    function: "awards",
    scope: "dangbo/write",
    summary: "Create or replace an award by external id",
    status: 200,
    etag: true,
    ifMatch: "optional",
    upsert: true,
  },
} as const satisfies Routes;
