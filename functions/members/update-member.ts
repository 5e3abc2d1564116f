import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { updateMember as update } from "../../lib/members/write.ts";
import { operation } from "../shared/operation.ts";

export const updateMember = operation(membersRoutes.updateMember, (request, context) =>
  update(context, request.params.memberId, request.ifMatch, request.patched),
);
