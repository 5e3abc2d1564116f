import {
  moveInput,
  movePage,
  moveQuery,
  moveRecord,
  organisationInput,
  organisationPage,
  organisationQuery,
  organisationRecord,
} from "../../organisations/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { exampleIds } from "../example-ids.ts";
import { type Routes, routesOf } from "../route.ts";

const record = {
  body: organisationInput,
  response: organisationRecord,
  location: recordKinds.organisation.path,
} as const;

const example = { kind: "cell", name: "Chi bộ 1", parentId: exampleIds.committeeId, establishedOn: "2015-09-03" };

const { act, create, get, list, put, remove, update } = routesOf("organisations");

export const organisationsRoutes = {
  createOrganisation: create("/v1/organisations", "Create an organisation", { ...record, example }),
  listOrganisations: list(
    "/v1/organisations",
    "List the direct children of a superior or the root, or all below a committee",
    {
      query: organisationQuery,
      response: organisationPage,
    },
  ),
  getOrganisation: get("/v1/organisations/{organisationId}", "Read an organisation", { response: organisationRecord }),
  updateOrganisation: update("/v1/organisations/{organisationId}", "Update an organisation", {
    ...record,
    example: { shortName: "CB1", establishedOn: null },
  }),
  deleteOrganisation: remove("/v1/organisations/{organisationId}", "Delete an organisation without dependent records"),
  moveOrganisation: act(
    "/v1/organisations/{organisationId}/moves",
    "Move an organisation with its subtree to another parent",
    {
      body: moveInput,
      example: { parentId: exampleIds.departmentId, on: "2024-01-01" },
      status: 202,
      response: moveRecord,
      ifMatch: "optional",
    },
  ),
  listMoves: list("/v1/organisations/{organisationId}/moves", "List the moves of an organisation", {
    query: moveQuery,
    response: movePage,
  }),
  putOrganisationByExternalId: put(
    "/v1/organisations/external/{source}/{externalId}",
    "Create or replace an organisation by external id",
    { ...record, example },
  ),
} as const satisfies Routes;
