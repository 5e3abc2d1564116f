import { organisationsRoutes } from "../../lib/contract/routes/organisations.ts";
import { listMoves as list } from "../../lib/organisations/moves.ts";
import { operation } from "../shared/operation.ts";

export const listMoves = operation(organisationsRoutes.listMoves, async (request, context) => ({
  page: await list(context, request.params.organisationId, request.page()),
}));
