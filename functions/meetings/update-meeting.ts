import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { updateMeeting as update } from "../../lib/meetings/write.ts";
import { operation } from "../shared/operation.ts";

export const updateMeeting = operation(meetingsRoutes.updateMeeting, (request, context) =>
  update(context, request.params.meetingId, request.ifMatch, request.patched),
);
