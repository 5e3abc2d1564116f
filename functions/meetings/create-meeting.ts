import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { createMeeting as create } from "../../lib/meetings/write.ts";
import { operation } from "../shared/operation.ts";

export const createMeeting = operation(meetingsRoutes.createMeeting, (request, context) =>
  create(context, request.validation()),
);
