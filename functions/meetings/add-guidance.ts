import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { addGuidance as add } from "../../lib/meetings/guidance.ts";
import { operation } from "../shared/operation.ts";

export const addGuidance = operation(meetingsRoutes.addGuidance, (request, context) =>
  add(context, request.params.meetingId, request.validation()),
);
