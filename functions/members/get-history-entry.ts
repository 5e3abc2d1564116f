import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { getHistoryEntry as get } from "../../lib/members/history.ts";
import { operation } from "../shared/operation.ts";

export const getHistoryEntry = operation(membersRoutes.getHistoryEntry, (request, context) =>
  get(context, request.params.memberId, request.params.entryId),
);
