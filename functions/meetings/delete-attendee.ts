import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { deleteAttendee as remove } from "../../lib/meetings/attendees.ts";
import { operation } from "../shared/operation.ts";

export const deleteAttendee = operation(meetingsRoutes.deleteAttendee, (request, context) =>
  remove(context, request.params.meetingId, request.params.attendeeId, request.ifMatch),
);
