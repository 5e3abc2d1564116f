import {
  attendeeInput,
  attendeePage,
  attendeeRecord,
  attendeesInput,
  attendeesResponse,
  documentInput,
  documentPage,
  documentRecord,
  guidanceInput,
  guidancePage,
  guidanceRecord,
  partsQuery,
} from "../../meetings/part-schemas.ts";
import { voteInput, votePage, voteRecord } from "../../meetings/vote-schema.ts";
import { exampleIds } from "../example-ids.ts";
import { type Routes, routesOf } from "../route.ts";

const parts = "/v1/meetings/{meetingId}/";
/** `If-Match` is about the meeting. */
const below = { ifMatch: "optional" } as const;
const document = { body: documentInput, response: documentRecord, location: `${parts}documents/{id}` } as const;
const vote = { body: voteInput, response: voteRecord, location: `${parts}votes/{id}` } as const;
const guidance = { body: guidanceInput, response: guidanceRecord, location: `${parts}guidance/{id}` } as const;

const { act, create, get, list, remove, update } = routesOf("meetings");

/** Attendees, documents, votes and guidance: what a meeting is made of. */
export const meetingPartsRoutes = {
  addAttendees: act(`${parts}attendees`, "Add attendees to a meeting, all of them or none", {
    body: attendeesInput,
    example: {
      attendees: [
        { memberId: exampleIds.memberId, roles: ["chair"] },
        { group: { name: "Đại biểu khách mời", count: 5 }, roles: ["guest"] },
      ],
    },
    ...below,
    response: attendeesResponse,
    location: `${parts}attendees`,
    status: 201,
  }),
  listAttendees: list(`${parts}attendees`, "List the attendees of a meeting", {
    query: partsQuery,
    response: attendeePage,
  }),
  getAttendee: get(`${parts}attendees/{attendeeId}`, "Read an attendee", { response: attendeeRecord }),
  updateAttendee: update(`${parts}attendees/{attendeeId}`, "Update an attendee", {
    body: attendeeInput,
    example: { presence: "excused", reason: "Đi công tác" },
    response: attendeeRecord,
  }),
  deleteAttendee: remove(`${parts}attendees/{attendeeId}`, "Remove an attendee"),
  addDocument: create(`${parts}documents`, "Add a document to a meeting", {
    ...document,
    example: {
      kind: "report",
      title: "Báo cáo tổng kết năm 2023",
      presenterId: exampleIds.attendeeId,
      findings: [{ kind: "result", text: "Hoàn thành các chỉ tiêu đề ra" }],
    },
    ...below,
  }),
  listDocuments: list(`${parts}documents`, "List the documents of a meeting", {
    query: partsQuery,
    response: documentPage,
  }),
  getDocument: get(`${parts}documents/{documentId}`, "Read a document", { response: documentRecord }),
  updateDocument: update(`${parts}documents/{documentId}`, "Update a document that has not been adopted", {
    ...document,
    example: { title: "Báo cáo tổng kết công tác năm 2023" },
  }),
  deleteDocument: remove(`${parts}documents/{documentId}`, "Remove a document that has not been adopted"),
  addVote: create(`${parts}votes`, "Record a vote", {
    ...vote,
    example: { subject: "Thông qua báo cáo", method: "party-card", for: 68, against: 0, abstain: 0 },
    ...below,
  }),
  listVotes: list(`${parts}votes`, "List the votes of a meeting", { query: partsQuery, response: votePage }),
  getVote: get(`${parts}votes/{voteId}`, "Read a vote", { response: voteRecord }),
  deleteVote: remove(
    `${parts}votes/{voteId}`,
    "Remove a vote recorded by mistake; the document it adopted becomes a draft",
  ),
  addGuidance: create(`${parts}guidance`, "Record a point of guidance", {
    ...guidance,
    example: { number: 1, text: "Tiếp tục thực hiện Kết luận số 01-KL/TW", attendeeId: exampleIds.attendeeId },
    ...below,
  }),
  listGuidance: list(`${parts}guidance`, "List the guidance of a meeting", {
    query: partsQuery,
    response: guidancePage,
  }),
  getGuidance: get(`${parts}guidance/{guidanceId}`, "Read a point of guidance", { response: guidanceRecord }),
  updateGuidance: update(`${parts}guidance/{guidanceId}`, "Update a point of guidance", {
    ...guidance,
    example: { attendeeId: null },
  }),
  deleteGuidance: remove(`${parts}guidance/{guidanceId}`, "Remove a point of guidance"),
} as const satisfies Routes;
