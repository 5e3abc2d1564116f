import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { deleteMember as remove } from "../../lib/members/write.ts";
import { operation } from "../shared/operation.ts";

export const deleteMember = operation(membersRoutes.deleteMember, (request, context) =>
  remove(context, request.params.memberId, request.ifMatch),
);
