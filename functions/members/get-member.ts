import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { getMember as get } from "../../lib/members/read.ts";
import { operation } from "../shared/operation.ts";

export const getMember = operation(membersRoutes.getMember, (request, context) =>
  get(context, request.params.memberId, request.query.asOf),
);
