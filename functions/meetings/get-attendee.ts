import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { attendees, getPart } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const getAttendee = operation(meetingsRoutes.getAttendee, (request, context) =>
  getPart(context, attendees, request.params.meetingId, request.params.attendeeId),
);
