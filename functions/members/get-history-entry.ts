import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { getHistoryEntry as get } from "../../lib/members/history.ts";
import { operation } from "../shared/operation.ts";

export const getHistoryEntry = operation(membersRoutes.getHistoryEntry, (request, work) =>
  get(work, request.params.memberId, request.params.entryId),
);
