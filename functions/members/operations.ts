import { membersRoutes } from "../../lib/contract/routes/members.ts";
import { addHistoryEntry, getHistoryEntry, listHistory } from "../../lib/members/history.ts";
import { getMember, listMembers } from "../../lib/members/reads.ts";
import { createMember, deleteMember, putMemberByExternalId, updateMember } from "../../lib/members/writes.ts";
import { operation } from "../shared/operation.ts";

/** Every operation of this function by its name. */
export const operations = {
  addHistoryEntry: operation(membersRoutes.addHistoryEntry, (request, context) =>
    addHistoryEntry(context, request.params.memberId, request.validation()),
  ),
  createMember: operation(membersRoutes.createMember, (request, context) =>
    createMember(context, request.validation()),
  ),
  deleteMember: operation(membersRoutes.deleteMember, (request, context) =>
    deleteMember(context, request.params.memberId, request.ifMatch),
  ),
  getHistoryEntry: operation(membersRoutes.getHistoryEntry, (request, context) =>
    getHistoryEntry(context, request.params.memberId, request.params.entryId),
  ),
  getMember: operation(membersRoutes.getMember, (request, context) =>
    getMember(context, request.params.memberId, request.query.asOf),
  ),
  listHistory: operation(membersRoutes.listHistory, async (request, context) => ({
    page: await listHistory(context, request.params.memberId, request.page()),
  })),
  listMembers: operation(membersRoutes.listMembers, async (request, context) => ({
    page: await listMembers(context, request.query, request.page()),
  })),
  putMemberByExternalId: operation(membersRoutes.putMemberByExternalId, (request, context) =>
    putMemberByExternalId(context, {
      external: request.params,
      precondition: request.ifMatch,
      body: request.validation(),
    }),
  ),
  updateMember: operation(membersRoutes.updateMember, (request, context) =>
    updateMember(context, request.params.memberId, { precondition: request.ifMatch, change: request.patched }),
  ),
};
