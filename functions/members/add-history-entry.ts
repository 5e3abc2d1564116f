import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { addHistoryEntry as add } from "../../lib/members/history.ts";
import { operation } from "../shared/operation.ts";

export const addHistoryEntry = operation(membersRoutes.addHistoryEntry, (request, context) =>
  add(context, request.params.memberId, request.validation()),
);
