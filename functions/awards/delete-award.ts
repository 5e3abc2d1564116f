import { deleteAward as remove } from "../../lib/awards/write.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";

export const deleteAward = operation(awardsRoutes.deleteAward, (request, context) =>
  remove(context, request.params.awardId, request.ifMatch),
);
