import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { listMeetings as list } from "../../lib/meetings/read.ts";
import { operation } from "../shared/operation.ts";

export const listMeetings = operation(meetingsRoutes.listMeetings, async (request, context) => ({
  page: await list(context, request.query, request.page()),
}));
