import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { updateOrganisation as update } from "../../lib/organisations/write.ts";
import { operation } from "../shared/operation.ts";

export const updateOrganisation = operation(organisationsRoutes.updateOrganisation, (request, context) =>
  update(context, request.params.organisationId, request.ifMatch, request.patched),
);
