import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { deleteGuidance as remove } from "../../lib/meetings/guidance.ts";
import { operation } from "../shared/operation.ts";

export const deleteGuidance = operation(meetingsRoutes.deleteGuidance, (request, context) =>
  remove(context, request.params.meetingId, request.params.guidanceId, request.ifMatch),
);
