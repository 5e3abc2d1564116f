import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { putOrganisationByExternalId as put } from "../../lib/organisations/put.ts";
import { operation } from "../shared/operation.ts";

export const putOrganisationByExternalId = operation(
  organisationsRoutes.putOrganisationByExternalId,
  (request, context) => put(context, request.params, request.ifMatch, request.validation()),
);
