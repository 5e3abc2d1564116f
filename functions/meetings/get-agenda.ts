import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getAgenda as get } from "../../lib/meetings/agenda.ts";
import { operation } from "../shared/operation.ts";

export const getAgenda = operation(meetingsRoutes.getAgenda, (request, context) =>
  get(context, request.params.meetingId),
);
