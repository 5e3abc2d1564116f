import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { putMemberByExternalId as put } from "../../lib/members/put.ts";
import { operation } from "../shared/operation.ts";

export const putMemberByExternalId = operation(membersRoutes.putMemberByExternalId, (request, context) =>
  put(context, request.params, request.ifMatch, request.validation()),
);
