import { awardInput, awardPage, awardQuery, awardRecord } from "../../awards/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { type Routes, routesOf } from "../route.ts";

const record = { body: awardInput, response: awardRecord, location: recordKinds.award.path } as const;

const { create, get, list, put, remove, update } = routesOf("awards");

export const awardsRoutes = {
  createAward: create("/v1/awards", "Record an award", record),
  listAwards: list("/v1/awards", "List awards, newest first", { query: awardQuery, response: awardPage }),
  getAward: get("/v1/awards/{awardId}", "Read an award", { response: awardRecord }),
  updateAward: update("/v1/awards/{awardId}", "Update the mutable fields of an award", record),
  deleteAward: remove("/v1/awards/{awardId}", "Delete an award"),
  putAwardByExternalId: put(
    "/v1/awards/external/{source}/{externalId}",
    "Create or replace an award by external id",
    record,
  ),
} as const satisfies Routes;
