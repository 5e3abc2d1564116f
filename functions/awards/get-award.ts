import { requireSeenAward } from "../../lib/awards/find.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const getAward = operation(awardsRoutes.getAward, async (request, work) => {
  const { record, version } = await requireSeenAward(work, request.params.awardId, warningsIn(request));
  return { record, version };
});
