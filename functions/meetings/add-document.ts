import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { addDocument as add } from "../../lib/meetings/documents.ts";
import { operation } from "../shared/operation.ts";

export const addDocument = operation(meetingsRoutes.addDocument, (request, context) =>
  add(context, request.params.meetingId, request.validation()),
);
