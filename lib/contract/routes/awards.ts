import { awardInput, awardPage, awardQuery, awardRecord } from "../../awards/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { exampleIds } from "../example-ids.ts";
import { type Routes, routesOf } from "../route.ts";

const record = { body: awardInput, response: awardRecord, location: recordKinds.award.path } as const;

const example = {
  organisationId: exampleIds.committeeId,
  form: "certificate-of-merit",
  title: "Hoàn thành xuất sắc nhiệm vụ",
  year: 2023,
  recipients: [{ memberId: exampleIds.memberId }],
};

const { create, get, list, put, remove, update } = routesOf("awards");

export const awardsRoutes = {
  createAward: create("/v1/awards", "Record an award", { ...record, example }),
  listAwards: list("/v1/awards", "List awards, newest first", { query: awardQuery, response: awardPage }),
  getAward: get("/v1/awards/{awardId}", "Read an award", { response: awardRecord }),
  updateAward: update("/v1/awards/{awardId}", "Update the mutable fields of an award", {
    ...record,
    example: { decision: { number: "45-QĐ/ĐU", date: "2023-12-20" } },
  }),
  deleteAward: remove("/v1/awards/{awardId}", "Delete an award"),
  putAwardByExternalId: put("/v1/awards/external/{source}/{externalId}", "Create or replace an award by external id", {
    ...record,
    example,
  }),
} as const satisfies Routes;
