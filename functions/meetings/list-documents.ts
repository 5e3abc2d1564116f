import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { documents, listParts } from "../../lib/meetings/parts.ts";
import { operation } from "../shared/operation.ts";

export const listDocuments = operation(meetingsRoutes.listDocuments, async (request, work) => ({
  page: await listParts(work, documents, request.params.meetingId, request.page()),
}));
