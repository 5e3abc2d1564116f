import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { attendees, listParts } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const listAttendees = operation(meetingsRoutes.listAttendees, async (request, context) => ({
  page: await listParts(context, attendees, request.params.meetingId, request.page()),
}));
