import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getPart, guidancePoints } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const getGuidance = operation(meetingsRoutes.getGuidance, (request, work) =>
  getPart(work, guidancePoints, request.params.meetingId, request.params.guidanceId),
);
