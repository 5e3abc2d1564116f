import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { listParts, votes } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const listVotes = operation(meetingsRoutes.listVotes, async (request, context) => ({
  page: await listParts(context, votes, request.params.meetingId, request.page()),
}));
