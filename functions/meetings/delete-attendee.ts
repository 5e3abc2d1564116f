import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { deleteAttendee as remove } from "../../lib/meetings/attendees.ts";
import { operation } from "../shared/operation.ts";

export const deleteAttendee = operation(meetingsRoutes.deleteAttendee, (request, work) =>
  remove(work, request.params.meetingId, request.params.attendeeId, request.ifMatch),
);
