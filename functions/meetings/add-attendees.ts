import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { addAttendees as add } from "../../lib/meetings/attendees.ts";
import { operation } from "../shared/operation.ts";

export const addAttendees = operation(meetingsRoutes.addAttendees, (request, work) =>
  add(work, request.params.meetingId, request.draft()),
);
