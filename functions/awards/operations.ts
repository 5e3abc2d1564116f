import { getAward, listAwards } from "../../lib/awards/reads.ts";
import { createAward, deleteAward, putAwardByExternalId, updateAward } from "../../lib/awards/writes.ts";
import type { Route } from "../../lib/contract/route.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import type { Language } from "../../lib/vocabulary/language.ts";
import { type ApiRequest, operation } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-response.ts";

/** The language of warnings. */
const warningsIn = (request: Pick<ApiRequest<Route>, "header">): Language =>
  languageOf(request.header("accept-language"));

/** Every operation of this function by its name. */
export const operations = {
  createAward: operation(awardsRoutes.createAward, (request, context) =>
    createAward(context, request.validation(), warningsIn(request)),
  ),
  deleteAward: operation(awardsRoutes.deleteAward, (request, context) =>
    deleteAward(context, request.params.awardId, request.ifMatch),
  ),
  getAward: operation(awardsRoutes.getAward, (request, context) =>
    getAward(context, request.params.awardId, warningsIn(request)),
  ),
  listAwards: operation(awardsRoutes.listAwards, async (request, context) => ({
    page: await listAwards(context, request.query, { page: request.page(), language: warningsIn(request) }),
  })),
  putAwardByExternalId: operation(awardsRoutes.putAwardByExternalId, (request, context) =>
    putAwardByExternalId(
      context,
      { external: request.params, precondition: request.ifMatch, body: request.validation() },
      warningsIn(request),
    ),
  ),
  updateAward: operation(awardsRoutes.updateAward, (request, context) =>
    updateAward(context, request.params.awardId, {
      precondition: request.ifMatch,
      change: request.patched,
      language: warningsIn(request),
    }),
  ),
};
