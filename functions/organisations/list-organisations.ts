import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { listOrganisations as list } from "../../lib/organisations/read.ts";
import { operation } from "../shared/operation.ts";

export const listOrganisations = operation(organisationsRoutes.listOrganisations, async (request, context) => ({
  page: await list(context, request.query, request.page()),
}));
