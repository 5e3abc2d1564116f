import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { documents, listParts } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const listDocuments = operation(meetingsRoutes.listDocuments, async (request, context) => ({
  page: await listParts(context, documents, request.params.meetingId, request.page()),
}));
