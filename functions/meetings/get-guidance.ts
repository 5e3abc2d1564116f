import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getPart, guidancePoints } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const getGuidance = operation(meetingsRoutes.getGuidance, (request, context) =>
  getPart(context, guidancePoints, request.params.meetingId, request.params.guidanceId),
);
