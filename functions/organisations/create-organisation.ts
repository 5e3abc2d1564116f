import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { createOrganisation as create } from "../../lib/organisations/write.ts";
import { operation } from "../shared/operation.ts";

export const createOrganisation = operation(organisationsRoutes.createOrganisation, (request, context) =>
  create(context, request.validation()),
);
