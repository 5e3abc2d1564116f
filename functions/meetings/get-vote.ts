import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getPart, votes } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const getVote = operation(meetingsRoutes.getVote, (request, context) =>
  getPart(context, votes, request.params.meetingId, request.params.voteId),
);
