import { addHistoryEntry } from "./add-history-entry.ts";
import { createMember } from "./create-member.ts";
import { deleteMember } from "./delete-member.ts";
import { getHistoryEntry } from "./get-history-entry.ts";
import { getMember } from "./get-member.ts";
import { listHistory } from "./list-history.ts";
import { listMembers } from "./list-members.ts";
import { putMemberByExternalId } from "./put-member-by-external-id.ts";
import { updateMember } from "./update-member.ts";

export const operations = {
  createMember,
  listMembers,
  getMember,
  updateMember,
  deleteMember,
  putMemberByExternalId,
  addHistoryEntry,
  getHistoryEntry,
  listHistory,
};
