import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { deleteMeeting as remove } from "../../lib/meetings/remove.ts";
import { operation } from "../shared/operation.ts";

export const deleteMeeting = operation(meetingsRoutes.deleteMeeting, (request, context) =>
  remove(context, request.params.meetingId, request.ifMatch),
);
