import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { addHistoryEntry, getHistoryEntry, listHistory } from "../../lib/members/history.ts";
import { getMember, listMembers } from "../../lib/members/reads.ts";
import { createMember, deleteMember, putMemberByExternalId, updateMember } from "../../lib/members/writes.ts";
import { listOperation, operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  addHistoryEntry: operation(membersRoutes.addHistoryEntry, ({ params, precondition, validation }, context) =>
    addHistoryEntry(context, params.memberId, { precondition, validation: validation() }),
  ),
  createMember: operation(membersRoutes.createMember, ({ validation }, context) => createMember(context, validation())),
  deleteMember: operation(membersRoutes.deleteMember, ({ params, precondition }, context) =>
    deleteMember(context, params.memberId, precondition),
  ),
  getHistoryEntry: operation(membersRoutes.getHistoryEntry, ({ params }, context) =>
    getHistoryEntry(context, params.memberId, params.entryId),
  ),
  getMember: operation(membersRoutes.getMember, ({ params, query }, context) =>
    getMember(context, params.memberId, query.asOf),
  ),
  listHistory: listOperation(membersRoutes.listHistory, ({ params, page }, context) =>
    listHistory(context, params.memberId, page()),
  ),
  listMembers: listOperation(membersRoutes.listMembers, ({ query, page }, context) =>
    listMembers(context, query, page()),
  ),
  putMemberByExternalId: operation(
    membersRoutes.putMemberByExternalId,
    ({ params, precondition, validation }, context) =>
      putMemberByExternalId(context, { external: params, precondition, body: validation() }),
  ),
  updateMember: operation(membersRoutes.updateMember, ({ params, precondition, change }, context) =>
    updateMember(context, params.memberId, { precondition, change }),
  ),
};
