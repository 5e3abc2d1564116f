import { requireSeenAward } from "../../lib/awards/find.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const getAward = operation(awardsRoutes.getAward, async (request, context) => {
  const { record, version } = await requireSeenAward(context, request.params.awardId, warningsIn(request));
  return { record, version };
});
