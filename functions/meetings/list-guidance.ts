import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { guidancePoints, listParts } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const listGuidance = operation(meetingsRoutes.listGuidance, async (request, context) => ({
  page: await listParts(context, guidancePoints, request.params.meetingId, request.page()),
}));
