import { addAttendees } from "./add-attendees.ts";
import { addDocument } from "./add-document.ts";
import { addGuidance } from "./add-guidance.ts";
import { addVote } from "./add-vote.ts";
import { createMeeting } from "./create-meeting.ts";
import { deleteAttendee } from "./delete-attendee.ts";
import { deleteDocument } from "./delete-document.ts";
import { deleteGuidance } from "./delete-guidance.ts";
import { deleteMeeting } from "./delete-meeting.ts";
import { getAgenda } from "./get-agenda.ts";
import { getAttendee } from "./get-attendee.ts";
import { getDocument } from "./get-document.ts";
import { getGuidance } from "./get-guidance.ts";
import { getMeeting } from "./get-meeting.ts";
import { getVote } from "./get-vote.ts";
import { listAttendees } from "./list-attendees.ts";
import { listDocuments } from "./list-documents.ts";
import { listGuidance } from "./list-guidance.ts";
import { listMeetings } from "./list-meetings.ts";
import { listVotes } from "./list-votes.ts";
import { putAgenda } from "./put-agenda.ts";
import { putMeetingByExternalId } from "./put-meeting-by-external-id.ts";
import { updateAttendee } from "./update-attendee.ts";
import { updateDocument } from "./update-document.ts";
import { updateGuidance } from "./update-guidance.ts";
import { updateMeeting } from "./update-meeting.ts";

/** Every operation of this function, told apart by route. */
export const operations = {
  addAttendees,
  addDocument,
  addGuidance,
  addVote,
  createMeeting,
  deleteAttendee,
  deleteDocument,
  deleteGuidance,
  deleteMeeting,
  getAgenda,
  getAttendee,
  getDocument,
  getGuidance,
  getMeeting,
  getVote,
  listAttendees,
  listDocuments,
  listGuidance,
  listMeetings,
  listVotes,
  putAgenda,
  putMeetingByExternalId,
  updateAttendee,
  updateDocument,
  updateGuidance,
  updateMeeting,
};
