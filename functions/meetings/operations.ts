import { includedArticle } from "../../lib/articles/reads.ts";
import { includedAwards } from "../../lib/awards/reads.ts";
import type { IncludedPart } from "../../lib/contract/routes/meeting-include.ts";
import { meetingsRoutes } from "../../lib/contract/routes/meetings.ts";
import { getAgenda, putAgenda } from "../../lib/meetings/agenda.ts";
import { addAttendees, attendees, deleteAttendee, updateAttendee } from "../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../lib/meetings/deletion.ts";
import { documents } from "../../lib/meetings/documents.ts";
import { guidancePoints } from "../../lib/meetings/guidance.ts";
import { getMeeting, type IncludableParts, includedMeetingParts } from "../../lib/meetings/include.ts";
import { addPart, deletePart, getPart, listParts, updatePart } from "../../lib/meetings/parts.ts";
import { listMeetings } from "../../lib/meetings/reads.ts";
import { addVote, votes } from "../../lib/meetings/votes.ts";
import { createMeeting, putMeetingByExternalId, updateMeeting } from "../../lib/meetings/writes.ts";
import { includedPhotos } from "../../lib/photos/reads.ts";
import { operation } from "../shared/operation.ts";
import { photoPresenterFor } from "../shared/photo-presenter.ts";
import { dependents } from "./dependents.ts";

const includableParts = (request: Parameters<typeof photoPresenterFor>[0]) => {
  const presenter = photoPresenterFor(request);
  return {
    ...includedMeetingParts,
    awards: includedAwards(presenter.language),
    photos: includedPhotos(presenter),
    article: includedArticle,
  } satisfies IncludableParts & Record<IncludedPart, unknown>;
};

const partOf = <Name extends string>(params: Record<"meetingId" | Name, string>, name: Name) => ({
  meetingId: params.meetingId,
  id: params[name],
});

/** Every operation of this function by its name. */
export const operations = {
  createMeeting: operation(meetingsRoutes.createMeeting, (request, context) =>
    createMeeting(context, request.validation()),
  ),
  listMeetings: operation(meetingsRoutes.listMeetings, async (request, context) => ({
    page: await listMeetings(context, request.query, request.page()),
  })),
  getMeeting: operation(meetingsRoutes.getMeeting, (request, context) =>
    getMeeting(context, request.params.meetingId, { include: request.query.include, parts: includableParts(request) }),
  ),
  updateMeeting: operation(meetingsRoutes.updateMeeting, (request, context) =>
    updateMeeting(context, request.params.meetingId, {
      precondition: request.ifMatch,
      change: request.patched,
      dependents,
    }),
  ),
  deleteMeeting: operation(meetingsRoutes.deleteMeeting, (request, context) =>
    deleteMeeting(context, request.params.meetingId, { precondition: request.ifMatch, dependents }),
  ),
  putMeetingByExternalId: operation(meetingsRoutes.putMeetingByExternalId, (request, context) =>
    putMeetingByExternalId(
      context,
      { external: request.params, precondition: request.ifMatch, body: request.validation() },
      dependents,
    ),
  ),
  getAgenda: operation(meetingsRoutes.getAgenda, (request, context) => getAgenda(context, request.params.meetingId)),
  putAgenda: operation(meetingsRoutes.putAgenda, (request, context) =>
    putAgenda(context, request.params.meetingId, { precondition: request.ifMatch, validation: request.validation() }),
  ),
  addAttendees: operation(meetingsRoutes.addAttendees, (request, context) =>
    addAttendees(context, request.params.meetingId, request.validation()),
  ),
  listAttendees: operation(meetingsRoutes.listAttendees, async (request, context) => ({
    page: await listParts(context, attendees, { meetingId: request.params.meetingId, page: request.page() }),
  })),
  getAttendee: operation(meetingsRoutes.getAttendee, (request, context) =>
    getPart(context, attendees, partOf(request.params, "attendeeId")),
  ),
  updateAttendee: operation(meetingsRoutes.updateAttendee, (request, context) =>
    updateAttendee(context, partOf(request.params, "attendeeId"), {
      precondition: request.ifMatch,
      change: request.patched,
    }),
  ),
  deleteAttendee: operation(meetingsRoutes.deleteAttendee, (request, context) =>
    deleteAttendee(context, partOf(request.params, "attendeeId"), request.ifMatch),
  ),
  addDocument: operation(meetingsRoutes.addDocument, (request, context) =>
    addPart(context, documents, { meetingId: request.params.meetingId, validation: request.validation() }),
  ),
  listDocuments: operation(meetingsRoutes.listDocuments, async (request, context) => ({
    page: await listParts(context, documents, { meetingId: request.params.meetingId, page: request.page() }),
  })),
  getDocument: operation(meetingsRoutes.getDocument, (request, context) =>
    getPart(context, documents, partOf(request.params, "documentId")),
  ),
  updateDocument: operation(meetingsRoutes.updateDocument, (request, context) =>
    updatePart(context, documents, {
      ...partOf(request.params, "documentId"),
      precondition: request.ifMatch,
      change: request.patched,
    }),
  ),
  deleteDocument: operation(meetingsRoutes.deleteDocument, (request, context) =>
    deletePart(context, documents, {
      ...partOf(request.params, "documentId"),
      precondition: request.ifMatch,
    }),
  ),
  addVote: operation(meetingsRoutes.addVote, (request, context) =>
    addVote(context, request.params.meetingId, request.validation()),
  ),
  listVotes: operation(meetingsRoutes.listVotes, async (request, context) => ({
    page: await listParts(context, votes, { meetingId: request.params.meetingId, page: request.page() }),
  })),
  getVote: operation(meetingsRoutes.getVote, (request, context) =>
    getPart(context, votes, partOf(request.params, "voteId")),
  ),
  addGuidance: operation(meetingsRoutes.addGuidance, (request, context) =>
    addPart(context, guidancePoints, { meetingId: request.params.meetingId, validation: request.validation() }),
  ),
  listGuidance: operation(meetingsRoutes.listGuidance, async (request, context) => ({
    page: await listParts(context, guidancePoints, { meetingId: request.params.meetingId, page: request.page() }),
  })),
  getGuidance: operation(meetingsRoutes.getGuidance, (request, context) =>
    getPart(context, guidancePoints, partOf(request.params, "guidanceId")),
  ),
  updateGuidance: operation(meetingsRoutes.updateGuidance, (request, context) =>
    updatePart(context, guidancePoints, {
      ...partOf(request.params, "guidanceId"),
      precondition: request.ifMatch,
      change: request.patched,
    }),
  ),
  deleteGuidance: operation(meetingsRoutes.deleteGuidance, (request, context) =>
    deletePart(context, guidancePoints, {
      ...partOf(request.params, "guidanceId"),
      precondition: request.ifMatch,
    }),
  ),
};
