import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { getOrganisation as get } from "../../lib/organisations/read.ts";
import { operation } from "../shared/operation.ts";

export const getOrganisation = operation(organisationsRoutes.getOrganisation, (request, context) =>
  get(context, request.params.organisationId),
);
