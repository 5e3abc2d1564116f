import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { listMembers as list } from "../../lib/members/read.ts";
import { operation } from "../shared/operation.ts";

export const listMembers = operation(membersRoutes.listMembers, async (request, context) => ({
  page: await list(context, request.query, request.page()),
}));
