import { getAward, listAwards } from "../../lib/awards/reads.ts";
import { createAward, deleteAward, putAwardByExternalId, updateAward } from "../../lib/awards/writes.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { listOperation, operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  createAward: operation(awardsRoutes.createAward, ({ validation, language }, context) =>
    createAward(context, validation(), language),
  ),
  deleteAward: operation(awardsRoutes.deleteAward, ({ params, precondition }, context) =>
    deleteAward(context, params.awardId, precondition),
  ),
  getAward: operation(awardsRoutes.getAward, ({ params, language }, context) =>
    getAward(context, params.awardId, language),
  ),
  listAwards: listOperation(awardsRoutes.listAwards, ({ query, page }, context) => listAwards(context, query, page())),
  putAwardByExternalId: operation(
    awardsRoutes.putAwardByExternalId,
    ({ params, precondition, validation, language }, context) =>
      putAwardByExternalId(context, { external: params, precondition, body: validation() }, language),
  ),
  updateAward: operation(awardsRoutes.updateAward, ({ params, precondition, change, language }, context) =>
    updateAward(context, params.awardId, { precondition, change, language }),
  ),
};
