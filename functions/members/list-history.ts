import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { listHistory as list } from "../../lib/members/history.ts";
import { operation } from "../shared/operation.ts";

export const listHistory = operation(membersRoutes.listHistory, async (request, context) => ({
  page: await list(context, request.params.memberId, request.page()),
}));
