import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { putMeetingByExternalId as put } from "../../lib/meetings/put.ts";
import { operation } from "../shared/operation.ts";

export const putMeetingByExternalId = operation(meetingsRoutes.putMeetingByExternalId, (request, context) =>
  put(context, request.params, request.ifMatch, request.validation()),
);
