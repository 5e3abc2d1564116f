import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { updateAttendee as update } from "../../lib/meetings/attendees.ts";
import { operation } from "../shared/operation.ts";

export const updateAttendee = operation(meetingsRoutes.updateAttendee, (request, context) =>
  update(context, request.params.meetingId, request.params.attendeeId, request.ifMatch, request.patched),
);
