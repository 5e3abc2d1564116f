import { listAwards as list } from "../../lib/awards/list.ts";
import { awardsRoutes } from "../../lib/contract/routes/awards.ts";
import { operation } from "../shared/operation.ts";
import { warningsIn } from "./language.ts";

export const listAwards = operation(awardsRoutes.listAwards, async (request, context) => ({
  page: await list(context, request.query, request.page(), warningsIn(request)),
}));
