import type { RecordKind } from "../records/kinds.ts";
import type { OperationName } from "./routes.ts";

/** The operations on a kind of record; their routes have its schemas. */
export type KindOperations = {
  create: OperationName;
  get: OperationName;
  list?: OperationName;
  update?: OperationName;
  delete?: OperationName;
  upsert?: OperationName;
};

/** The operations on every kind of record. */
export const kindOperations: Readonly<Record<RecordKind, KindOperations>> = {
  organisation: {
    create: "createOrganisation",
    get: "getOrganisation",
    list: "listOrganisations",
    update: "updateOrganisation",
    delete: "deleteOrganisation",
    upsert: "putOrganisationByExternalId",
  },
  member: {
    create: "createMember",
    get: "getMember",
    list: "listMembers",
    update: "updateMember",
    delete: "deleteMember",
    upsert: "putMemberByExternalId",
  },
  "history-entry": { create: "addHistoryEntry", get: "getHistoryEntry", list: "listHistory" },
  meeting: {
    create: "createMeeting",
    get: "getMeeting",
    list: "listMeetings",
    update: "updateMeeting",
    delete: "deleteMeeting",
    upsert: "putMeetingByExternalId",
  },
  agenda: { create: "putAgenda", get: "getAgenda" },
  attendee: {
    create: "addAttendees",
    get: "getAttendee",
    list: "listAttendees",
    update: "updateAttendee",
    delete: "deleteAttendee",
  },
  document: {
    create: "addDocument",
    get: "getDocument",
    list: "listDocuments",
    update: "updateDocument",
    delete: "deleteDocument",
  },
  vote: { create: "addVote", get: "getVote", list: "listVotes" },
  guidance: {
    create: "addGuidance",
    get: "getGuidance",
    list: "listGuidance",
    update: "updateGuidance",
    delete: "deleteGuidance",
  },
  award: {
    create: "createAward",
    get: "getAward",
    list: "listAwards",
    update: "updateAward",
    delete: "deleteAward",
    upsert: "putAwardByExternalId",
  },
  photo: {
    create: "announcePhoto",
    get: "getPhoto",
    list: "listPhotos",
    update: "updatePhoto",
    delete: "deletePhoto",
  },
  article: { create: "putArticle", get: "getArticle", update: "updateArticle" },
  client: { create: "createClient", get: "getClient", list: "listClients", delete: "deleteClient" },
  webhook: {
    create: "createWebhook",
    get: "getWebhook",
    list: "listWebhooks",
    update: "updateWebhook",
    delete: "deleteWebhook",
  },
};
