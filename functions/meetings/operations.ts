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
import { addVote, deleteVote, votes } from "../../lib/meetings/votes.ts";
import { createMeeting, putMeetingByExternalId, updateMeeting } from "../../lib/meetings/writes.ts";
import { includedPhotos } from "../../lib/photos/reads.ts";
import { listOperation, operation } from "../shared/operation.ts";
import { photoPresenterFor } from "../shared/photo-presenter.ts";
import { dependents } from "./dependents.ts";

const includableParts = (request: Parameters<typeof photoPresenterFor>[0]) => {
  const presenter = photoPresenterFor(request);
  return {
    ...includedMeetingParts,
    awards: includedAwards,
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
  createMeeting: operation(meetingsRoutes.createMeeting, ({ validation }, context) =>
    createMeeting(context, validation()),
  ),
  listMeetings: listOperation(meetingsRoutes.listMeetings, ({ query, page }, context) =>
    listMeetings(context, query, page()),
  ),
  getMeeting: operation(meetingsRoutes.getMeeting, (request, context) =>
    getMeeting(context, request.params.meetingId, { include: request.query.include, parts: includableParts(request) }),
  ),
  updateMeeting: operation(meetingsRoutes.updateMeeting, ({ params, precondition, change }, context) =>
    updateMeeting(context, params.meetingId, { precondition, change, dependents }),
  ),
  deleteMeeting: operation(meetingsRoutes.deleteMeeting, ({ params, precondition }, context) =>
    deleteMeeting(context, params.meetingId, { precondition, dependents }),
  ),
  putMeetingByExternalId: operation(
    meetingsRoutes.putMeetingByExternalId,
    ({ params, precondition, validation }, context) =>
      putMeetingByExternalId(context, { external: params, precondition, body: validation() }, dependents),
  ),
  getAgenda: operation(meetingsRoutes.getAgenda, ({ params }, context) => getAgenda(context, params.meetingId)),
  putAgenda: operation(meetingsRoutes.putAgenda, ({ params, precondition, validation }, context) =>
    putAgenda(context, params.meetingId, { precondition, validation: validation() }),
  ),
  addAttendees: operation(meetingsRoutes.addAttendees, ({ params, precondition, validation }, context) =>
    addAttendees(context, params.meetingId, { precondition, validation: validation() }),
  ),
  listAttendees: listOperation(meetingsRoutes.listAttendees, ({ params, page }, context) =>
    listParts(context, attendees, { meetingId: params.meetingId, page: page() }),
  ),
  getAttendee: operation(meetingsRoutes.getAttendee, ({ params }, context) =>
    getPart(context, attendees, partOf(params, "attendeeId")),
  ),
  updateAttendee: operation(meetingsRoutes.updateAttendee, ({ params, precondition, change }, context) =>
    updateAttendee(context, partOf(params, "attendeeId"), { precondition, change }),
  ),
  deleteAttendee: operation(meetingsRoutes.deleteAttendee, ({ params, precondition }, context) =>
    deleteAttendee(context, partOf(params, "attendeeId"), precondition),
  ),
  addDocument: operation(meetingsRoutes.addDocument, ({ params, precondition, validation }, context) =>
    addPart(context, documents, { meetingId: params.meetingId, precondition, validation: validation() }),
  ),
  listDocuments: listOperation(meetingsRoutes.listDocuments, ({ params, page }, context) =>
    listParts(context, documents, { meetingId: params.meetingId, page: page() }),
  ),
  getDocument: operation(meetingsRoutes.getDocument, ({ params }, context) =>
    getPart(context, documents, partOf(params, "documentId")),
  ),
  updateDocument: operation(meetingsRoutes.updateDocument, ({ params, precondition, change }, context) =>
    updatePart(context, documents, { ...partOf(params, "documentId"), precondition, change }),
  ),
  deleteDocument: operation(meetingsRoutes.deleteDocument, ({ params, precondition }, context) =>
    deletePart(context, documents, { ...partOf(params, "documentId"), precondition }),
  ),
  addVote: operation(meetingsRoutes.addVote, ({ params, precondition, validation }, context) =>
    addVote(context, params.meetingId, { precondition, validation: validation() }),
  ),
  deleteVote: operation(meetingsRoutes.deleteVote, ({ params, precondition }, context) =>
    deleteVote(context, partOf(params, "voteId"), precondition),
  ),
  listVotes: listOperation(meetingsRoutes.listVotes, ({ params, page }, context) =>
    listParts(context, votes, { meetingId: params.meetingId, page: page() }),
  ),
  getVote: operation(meetingsRoutes.getVote, ({ params }, context) =>
    getPart(context, votes, partOf(params, "voteId")),
  ),
  addGuidance: operation(meetingsRoutes.addGuidance, ({ params, precondition, validation }, context) =>
    addPart(context, guidancePoints, { meetingId: params.meetingId, precondition, validation: validation() }),
  ),
  listGuidance: listOperation(meetingsRoutes.listGuidance, ({ params, page }, context) =>
    listParts(context, guidancePoints, { meetingId: params.meetingId, page: page() }),
  ),
  getGuidance: operation(meetingsRoutes.getGuidance, ({ params }, context) =>
    getPart(context, guidancePoints, partOf(params, "guidanceId")),
  ),
  updateGuidance: operation(meetingsRoutes.updateGuidance, ({ params, precondition, change }, context) =>
    updatePart(context, guidancePoints, { ...partOf(params, "guidanceId"), precondition, change }),
  ),
  deleteGuidance: operation(meetingsRoutes.deleteGuidance, ({ params, precondition }, context) =>
    deletePart(context, guidancePoints, { ...partOf(params, "guidanceId"), precondition }),
  ),
};
