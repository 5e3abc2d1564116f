import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { moveOrganisation as move } from "../../lib/organisations/moves.ts";
import { operation } from "../shared/operation.ts";

export const moveOrganisation = operation(organisationsRoutes.moveOrganisation, (request, context) =>
  move(context, request.params.organisationId, request.validation()),
);
