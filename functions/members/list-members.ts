import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { listMembers as list } from "../../lib/members/read.ts";
import { operation } from "../shared/operation.ts";

export const listMembers = operation(membersRoutes.listMembers, async (request, work) => ({
  page: await list(work, request.query, request.page()),
}));
