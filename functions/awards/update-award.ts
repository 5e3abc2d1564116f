import { updateAward as update } from "../../lib/awards/write.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const updateAward = operation(awardsRoutes.updateAward, (request, context) =>
  update(context, request.params.awardId, request.ifMatch, request.patched, warningsIn(request)),
);
