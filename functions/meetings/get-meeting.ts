import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getMeeting as get } from "../../lib/meetings/include.ts";
import { galleryFor } from "../shared/gallery.ts";
import { operation } from "../shared/operation.ts";

export const getMeeting = operation(meetingsRoutes.getMeeting, (request, context) =>
  get(context, request.params.meetingId, galleryFor(request), request.query.include),
);
