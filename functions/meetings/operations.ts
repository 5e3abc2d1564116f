import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getAgenda, putAgenda } from "../../lib/meetings/agenda.ts";
import { addAttendees, deleteAttendee, updateAttendee } from "../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../lib/meetings/deletion.ts";
import { addDocument, deleteDocument, updateDocument } from "../../lib/meetings/documents.ts";
import { addGuidance, deleteGuidance, updateGuidance } from "../../lib/meetings/guidance.ts";
import { getMeeting } from "../../lib/meetings/include.ts";
import { attendees, documents, getPart, guidancePoints, listParts, votes } from "../../lib/meetings/parts.ts";
import { listMeetings } from "../../lib/meetings/reads.ts";
import { addVote } from "../../lib/meetings/votes.ts";
import { createMeeting, putMeetingByExternalId, updateMeeting } from "../../lib/meetings/writes.ts";
import { operation } from "../shared/operation.ts";
import { photoPresenterFor } from "../shared/photo-presenter.ts";

/** Every operation of this function by its name. */
export const operations = {
  addAttendees: operation(meetingsRoutes.addAttendees, (request, context) =>
    addAttendees(context, request.params.meetingId, request.validation()),
  ),
  addDocument: operation(meetingsRoutes.addDocument, (request, context) =>
    addDocument(context, request.params.meetingId, request.validation()),
  ),
  addGuidance: operation(meetingsRoutes.addGuidance, (request, context) =>
    addGuidance(context, request.params.meetingId, request.validation()),
  ),
  addVote: operation(meetingsRoutes.addVote, (request, context) =>
    addVote(context, request.params.meetingId, request.validation()),
  ),
  createMeeting: operation(meetingsRoutes.createMeeting, (request, context) =>
    createMeeting(context, request.validation()),
  ),
  deleteAttendee: operation(meetingsRoutes.deleteAttendee, (request, context) =>
    deleteAttendee(context, request.params.meetingId, request.params.attendeeId, request.ifMatch),
  ),
  deleteDocument: operation(meetingsRoutes.deleteDocument, (request, context) =>
    deleteDocument(context, request.params.meetingId, request.params.documentId, request.ifMatch),
  ),
  deleteGuidance: operation(meetingsRoutes.deleteGuidance, (request, context) =>
    deleteGuidance(context, request.params.meetingId, request.params.guidanceId, request.ifMatch),
  ),
  deleteMeeting: operation(meetingsRoutes.deleteMeeting, (request, context) =>
    deleteMeeting(context, request.params.meetingId, request.ifMatch),
  ),
  getAgenda: operation(meetingsRoutes.getAgenda, (request, context) => getAgenda(context, request.params.meetingId)),
  getAttendee: operation(meetingsRoutes.getAttendee, (request, context) =>
    getPart(context, attendees, request.params.meetingId, request.params.attendeeId),
  ),
  getDocument: operation(meetingsRoutes.getDocument, (request, context) =>
    getPart(context, documents, request.params.meetingId, request.params.documentId),
  ),
  getGuidance: operation(meetingsRoutes.getGuidance, (request, context) =>
    getPart(context, guidancePoints, request.params.meetingId, request.params.guidanceId),
  ),
  getMeeting: operation(meetingsRoutes.getMeeting, (request, context) =>
    getMeeting(context, request.params.meetingId, photoPresenterFor(request), request.query.include),
  ),
  getVote: operation(meetingsRoutes.getVote, (request, context) =>
    getPart(context, votes, request.params.meetingId, request.params.voteId),
  ),
  listAttendees: operation(meetingsRoutes.listAttendees, async (request, context) => ({
    page: await listParts(context, attendees, request.params.meetingId, request.page()),
  })),
  listDocuments: operation(meetingsRoutes.listDocuments, async (request, context) => ({
    page: await listParts(context, documents, request.params.meetingId, request.page()),
  })),
  listGuidance: operation(meetingsRoutes.listGuidance, async (request, context) => ({
    page: await listParts(context, guidancePoints, request.params.meetingId, request.page()),
  })),
  listMeetings: operation(meetingsRoutes.listMeetings, async (request, context) => ({
    page: await listMeetings(context, request.query, request.page()),
  })),
  listVotes: operation(meetingsRoutes.listVotes, async (request, context) => ({
    page: await listParts(context, votes, request.params.meetingId, request.page()),
  })),
  putAgenda: operation(meetingsRoutes.putAgenda, (request, context) =>
    putAgenda(context, request.params.meetingId, request.ifMatch, request.validation()),
  ),
  putMeetingByExternalId: operation(meetingsRoutes.putMeetingByExternalId, (request, context) =>
    putMeetingByExternalId(context, request.params, request.ifMatch, request.validation()),
  ),
  updateAttendee: operation(meetingsRoutes.updateAttendee, (request, context) =>
    updateAttendee(context, request.params.meetingId, request.params.attendeeId, request.ifMatch, request.patched),
  ),
  updateDocument: operation(meetingsRoutes.updateDocument, (request, context) =>
    updateDocument(context, request.params.meetingId, request.params.documentId, request.ifMatch, request.patched),
  ),
  updateGuidance: operation(meetingsRoutes.updateGuidance, (request, context) =>
    updateGuidance(context, request.params.meetingId, request.params.guidanceId, request.ifMatch, request.patched),
  ),
  updateMeeting: operation(meetingsRoutes.updateMeeting, (request, context) =>
    updateMeeting(context, request.params.meetingId, request.ifMatch, request.patched),
  ),
};
