import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { updateDocument as update } from "../../lib/meetings/documents.ts";
import { operation } from "../shared/operation.ts";

export const updateDocument = operation(meetingsRoutes.updateDocument, (request, context) =>
  update(context, request.params.meetingId, request.params.documentId, request.ifMatch, request.patched),
);
