import {
  organisationInput,
  organisationPage,
  organisationQuery,
  organisationRecord,
} from "../../organisations/schema.ts";
import { resources } from "../resources.ts";
import type { Routes } from "../route.ts";

const record = {
  body: organisationInput,
  response: organisationRecord,
  location: `${resources.organisation}{id}`,
} as const;

export const organisationsRoutes = {
  createOrganisation: {
    ...record,
    method: "POST",
    path: "/v1/organisations",
    function: "organisations",
    scope: "dangbo/write",
    summary: "Create an organisation",
    status: 201,
    etag: true,
  },
  listOrganisations: {
    query: organisationQuery,
    response: organisationPage,
    method: "GET",
    path: "/v1/organisations",
    function: "organisations",
    scope: "dangbo/read",
    summary: "List the organisations below one",
    status: 200,
  },
  getOrganisation: {
    response: organisationRecord,
    method: "GET",
    path: "/v1/organisations/{organisationId}",
    function: "organisations",
    scope: "dangbo/read",
    summary: "Read an organisation",
    status: 200,
    etag: true,
  },
  updateOrganisation: {
    ...record,
    method: "PATCH",
    path: "/v1/organisations/{organisationId}",
    function: "organisations",
    scope: "dangbo/write",
    summary: "Change an organisation",
    bodyType: "merge-patch",
    status: 200,
    etag: true,
    ifMatch: "required",
  },
  deleteOrganisation: {
    method: "DELETE",
    path: "/v1/organisations/{organisationId}",
    function: "organisations",
    scope: "dangbo/write",
    summary: "Delete an organisation nothing depends on",
    status: 204,
    ifMatch: "required",
  },
  putOrganisationByExternalId: {
    ...record,
    method: "PUT",
    path: "/v1/organisations/external/{source}/{externalId}",
    function: "organisations",
    scope: "dangbo/write",
    summary: "Make or replace the organisation of an external id",
    status: 200,
    etag: true,
    ifMatch: "optional",
    upsert: true,
  },
} as const satisfies Routes;
