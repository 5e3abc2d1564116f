import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { putAgenda as put } from "../../lib/meetings/agenda.ts";
import { operation } from "../shared/operation.ts";

export const putAgenda = operation(meetingsRoutes.putAgenda, (request, context) =>
  put(context, request.params.meetingId, request.ifMatch, request.validation()),
);
