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
import { listOperation, operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  createOrganisation: operation(organisationsRoutes.createOrganisation, ({ validation }, context) =>
    createOrganisation(context, validation()),
  ),
  deleteOrganisation: operation(organisationsRoutes.deleteOrganisation, ({ params, precondition }, context) =>
    deleteOrganisation(context, params.organisationId, precondition),
  ),
  getOrganisation: operation(organisationsRoutes.getOrganisation, ({ params }, context) =>
    getOrganisation(context, params.organisationId),
  ),
  listMoves: listOperation(organisationsRoutes.listMoves, ({ params, page }, context) =>
    listMoves(context, params.organisationId, page()),
  ),
  listOrganisations: listOperation(organisationsRoutes.listOrganisations, ({ query, page }, context) =>
    listOrganisations(context, query, page()),
  ),
  moveOrganisation: operation(organisationsRoutes.moveOrganisation, ({ params, precondition, validation }, context) =>
    moveOrganisation(context, params.organisationId, { precondition, validation: validation() }),
  ),
  putOrganisationByExternalId: operation(
    organisationsRoutes.putOrganisationByExternalId,
    ({ params, precondition, validation }, context) =>
      putOrganisationByExternalId(context, { external: params, precondition, body: validation() }),
  ),
  updateOrganisation: operation(organisationsRoutes.updateOrganisation, ({ params, precondition, change }, context) =>
    updateOrganisation(context, params.organisationId, { precondition, change }),
  ),
};
