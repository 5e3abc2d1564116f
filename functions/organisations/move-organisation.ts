import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { moveOrganisation as move } from "../../lib/organisations/moves.ts";
import { operation } from "../shared/operation.ts";

export const moveOrganisation = operation(organisationsRoutes.moveOrganisation, (request, work) =>
  move(work, request.params.organisationId, request.draft()),
);
