import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { documents, getPart } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const getDocument = operation(meetingsRoutes.getDocument, (request, context) =>
  getPart(context, documents, request.params.meetingId, request.params.documentId),
);
