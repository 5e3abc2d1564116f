import { agendaInput, agendaRecord } from "../../meetings/part-schemas.ts";
import { meetingInput, meetingPage, meetingRecord, meetingsQuery } from "../../meetings/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { exampleIds } from "../example-ids.ts";
import { type Routes, routesOf } from "../route.ts";
import { meetingQuery, meetingResponse } from "./meeting-include.ts";
import { meetingPartsRoutes } from "./meeting-parts.ts";

const meeting = { body: meetingInput, response: meetingRecord, location: recordKinds.meeting.path } as const;

const example = {
  organisationId: exampleIds.committeeId,
  kind: "review",
  title: "Hội nghị tổng kết công tác năm 2023",
  startsOn: "2023-12-26",
  partOfDay: "morning",
  status: "held",
  references: ["Nghị quyết số 21-NQ/TW"],
};

const { create, get, list, put, remove, update } = routesOf("meetings");

export const meetingsRoutes = {
  createMeeting: create("/v1/meetings", "Create a meeting", { ...meeting, example }),
  listMeetings: list("/v1/meetings", "List meetings, newest first", { query: meetingsQuery, response: meetingPage }),
  getMeeting: get("/v1/meetings/{meetingId}", "Read a meeting, optionally with its parts", {
    query: meetingQuery,
    response: meetingResponse,
  }),
  updateMeeting: update("/v1/meetings/{meetingId}", "Update a meeting", {
    ...meeting,
    example: { venue: "Hội trường A", partOfDay: null },
  }),
  deleteMeeting: remove("/v1/meetings/{meetingId}", "Delete a meeting and its parts"),
  putMeetingByExternalId: put(
    "/v1/meetings/external/{source}/{externalId}",
    "Create or replace a meeting by external id",
    { ...meeting, example },
  ),
  putAgenda: put("/v1/meetings/{meetingId}/agenda", "Set the agenda of a meeting", {
    response: agendaRecord,
    body: agendaInput,
    example: { items: [{ number: 1, title: "Báo cáo tổng kết", presenterId: exampleIds.attendeeId }] },
    location: "/v1/meetings/{meetingId}/agenda",
  }),
  getAgenda: get("/v1/meetings/{meetingId}/agenda", "Read the agenda of a meeting", { response: agendaRecord }),
  ...meetingPartsRoutes,
} as const satisfies Routes;
