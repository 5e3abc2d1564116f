import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { attendees, listParts } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const listAttendees = operation(meetingsRoutes.listAttendees, async (request, work) => ({
  page: await listParts(work, attendees, request.params.meetingId, request.page()),
}));
