import { agendaInput, agendaRecord } from "../../meetings/agenda-schema.ts";
import { meetingAnswer, meetingQuery } from "../../meetings/include-schema.ts";
import { partsQuery } from "../../meetings/parts-schema.ts";
import { meetingInput, meetingPage, meetingRecord, meetingsQuery } from "../../meetings/schema.ts";
import { resources } from "../resources.ts";
import type { Routes } from "../route.ts";
import { meetingPartsRoutes } from "./meeting-parts.ts";

const meeting = { body: meetingInput, response: meetingRecord, location: `${resources.meeting}{id}` } as const;

export const meetingsRoutes = {
  createMeeting: {
    ...meeting,
    method: "POST",
    path: "/v1/meetings",
    function: "meetings",
    scope: "dangbo/write",
    summary: "Create a meeting",
    status: 201,
    etag: true,
  },
  listMeetings: {
    query: meetingsQuery,
    response: meetingPage,
    method: "GET",
    path: "/v1/meetings",
    function: "meetings",
    scope: "dangbo/read",
    summary: "List meetings, newest first",
    status: 200,
  },
  getMeeting: {
    query: meetingQuery,
    response: meetingAnswer,
    method: "GET",
    path: "/v1/meetings/{meetingId}",
    function: "meetings",
    scope: "dangbo/read",
    summary: "Read a meeting, with its parts if asked",
    status: 200,
    etag: true,
  },
  updateMeeting: {
    ...meeting,
    method: "PATCH",
    path: "/v1/meetings/{meetingId}",
    function: "meetings",
    scope: "dangbo/write",
    summary: "Change a meeting",
    bodyType: "merge-patch",
    status: 200,
    etag: true,
    ifMatch: "required",
  },
  deleteMeeting: {
    method: "DELETE",
    path: "/v1/meetings/{meetingId}",
    function: "meetings",
    scope: "dangbo/write",
    summary: "Delete a meeting with its parts",
    status: 204,
    ifMatch: "required",
  },
  putMeetingByExternalId: {
    ...meeting,
    method: "PUT",
    path: "/v1/meetings/external/{source}/{externalId}",
    function: "meetings",
    scope: "dangbo/write",
    summary: "Make or replace the meeting of an external id",
    status: 200,
    etag: true,
    ifMatch: "optional",
    upsert: true,
  },
  putAgenda: {
    response: agendaRecord,
    body: agendaInput,
    location: `${parts}agenda`,
    method: "PUT",
    path: "/v1/meetings/{meetingId}/agenda",
    function: "meetings",
    scope: "dangbo/write",
    summary: "Set the agenda of a meeting",
    status: 200,
    etag: true,
    ifMatch: "optional",
    upsert: true,
  },
  getAgenda: {
    response: agendaRecord,
    method: "GET",
    path: "/v1/meetings/{meetingId}/agenda",
    function: "meetings",
    scope: "dangbo/read",
    summary: "Read the agenda of a meeting",
    status: 200,
    etag: true,
  },
  ...meetingPartsRoutes,
} as const satisfies Routes;
