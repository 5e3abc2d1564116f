import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { deleteOrganisation as remove } from "../../lib/organisations/write.ts";
import { operation } from "../shared/operation.ts";

export const deleteOrganisation = operation(organisationsRoutes.deleteOrganisation, (request, context) =>
  remove(context, request.params.organisationId, request.ifMatch),
);
