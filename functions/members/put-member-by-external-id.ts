import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { putMemberByExternalId as put } from "../../lib/members/put.ts";
import { operation } from "../shared/operation.ts";

export const putMemberByExternalId = operation(membersRoutes.putMemberByExternalId, (request, work) =>
  put(work, request.params, request.ifMatch, request.draft()),
);
