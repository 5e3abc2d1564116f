import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { listOrganisations } from "../../lib/organisations/lists.ts";
import { listMoves, moveOrganisation } from "../../lib/organisations/moves.ts";
import { getOrganisation } from "../../lib/organisations/reads.ts";
import {
  createOrganisation,
  deleteOrganisation,
  putOrganisationByExternalId,
  updateOrganisation,
} from "../../lib/organisations/writes.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  createOrganisation: operation(organisationsRoutes.createOrganisation, (request, context) =>
    createOrganisation(context, request.validation()),
  ),
  deleteOrganisation: operation(organisationsRoutes.deleteOrganisation, (request, context) =>
    deleteOrganisation(context, request.params.organisationId, request.ifMatch),
  ),
  getOrganisation: operation(organisationsRoutes.getOrganisation, (request, context) =>
    getOrganisation(context, request.params.organisationId),
  ),
  listMoves: operation(organisationsRoutes.listMoves, async (request, context) => ({
    page: await listMoves(context, request.params.organisationId, request.page()),
  })),
  listOrganisations: operation(organisationsRoutes.listOrganisations, async (request, context) => ({
    page: await listOrganisations(context, request.query, request.page()),
  })),
  moveOrganisation: operation(organisationsRoutes.moveOrganisation, (request, context) =>
    moveOrganisation(context, request.params.organisationId, request.validation()),
  ),
  putOrganisationByExternalId: operation(organisationsRoutes.putOrganisationByExternalId, (request, context) =>
    putOrganisationByExternalId(context, {
      external: request.params,
      precondition: request.ifMatch,
      body: request.validation(),
    }),
  ),
  updateOrganisation: operation(organisationsRoutes.updateOrganisation, (request, context) =>
    updateOrganisation(context, request.params.organisationId, {
      precondition: request.ifMatch,
      change: request.patched,
    }),
  ),
};
