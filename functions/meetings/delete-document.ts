import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { deleteDocument as remove } from "../../lib/meetings/documents.ts";
import { operation } from "../shared/operation.ts";

export const deleteDocument = operation(meetingsRoutes.deleteDocument, (request, context) =>
  remove(context, request.params.meetingId, request.params.documentId, request.ifMatch),
);
