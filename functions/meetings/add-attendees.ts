import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { addAttendees as add } from "../../lib/meetings/attendees.ts";
import { operation } from "../shared/operation.ts";

export const addAttendees = operation(meetingsRoutes.addAttendees, (request, context) =>
  add(context, request.params.meetingId, request.validation()),
);
