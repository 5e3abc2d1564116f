import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { updateGuidance as update } from "../../lib/meetings/guidance.ts";
import { operation } from "../shared/operation.ts";

export const updateGuidance = operation(meetingsRoutes.updateGuidance, (request, context) =>
  update(context, request.params.meetingId, request.params.guidanceId, request.ifMatch, request.patched),
);
