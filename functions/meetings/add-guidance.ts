import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { addGuidance as add } from "../../lib/meetings/guidance.ts";
import { operation } from "../shared/operation.ts";

export const addGuidance = operation(meetingsRoutes.addGuidance, (request, work) =>
  add(work, request.params.meetingId, request.draft()),
);
