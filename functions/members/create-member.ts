import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { createMember as create } from "../../lib/members/write.ts";
import { operation } from "../shared/operation.ts";

export const createMember = operation(membersRoutes.createMember, (request, context) =>
  create(context, request.validation()),
);
