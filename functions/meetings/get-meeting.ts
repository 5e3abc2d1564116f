import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getMeeting as get } from "../../lib/meetings/include.ts";
import { operation } from "../shared/operation.ts";
import { languageOf } from "../shared/problem-answer.ts";

export const getMeeting = operation(meetingsRoutes.getMeeting, (request, work) =>
  get(work, request.params.meetingId, request.query.include, languageOf(request.header("accept-language"))),
);
