import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { addVote as add } from "../../lib/meetings/votes.ts";
import { operation } from "../shared/operation.ts";

export const addVote = operation(meetingsRoutes.addVote, (request, context) =>
  add(context, request.params.meetingId, request.validation()),
);
