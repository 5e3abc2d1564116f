import type { OperationName } from "../../../lib/contract/routes.ts";
import { articleInput, photoInput } from "../sample.ts";
import type { Case } from "./case.ts";
import { kindCases, newRecord } from "./kind-cases.ts";
import {
  adoption,
  award,
  ballots,
  cell,
  meeting,
  meetingRoom,
  members,
  newAttendee,
  newDocument,
  newGuidance,
  newMember,
  newOrganisation,
  participants,
  person,
  personnel,
  planned,
  point,
  published,
  report,
  suspension,
  temporary,
  unpublished,
} from "./records.ts";

/** An upsert reads the external id, then the record, and writes. */
const upsert = { roundTrips: 3, because: "finds by external id" };
const byExternalId = { roundTrips: 2, because: "finds by external id" };
/** The list of a recipient has the ids of awards. */
const byRecipient = { roundTrips: 2, because: "reads the awards of a recipient's list" };

/** Calls of operations that the samples of the kinds do not give a case for, or not a realistic one. */
const chosenCases = {
  createOrganisation: [{ about: "a cell", body: cell("Chi bộ mới") }],
  listOrganisations: [
    { about: "below a committee", query: "parentId={committeeId}" },
    { about: "below a department", query: "parentId={departmentId}" },
    { about: "by external id", query: "parentId={committeeId}&externalId=personnel:cell-1", allows: byExternalId },
  ],
  getOrganisation: [{}],
  updateOrganisation: [
    { body: { shortName: "CB1" } },
    { about: "under a department", first: [newOrganisation("Chi bộ chuyển")], body: { parentId: "{departmentId}" } },
  ],
  deleteOrganisation: [{ first: [newOrganisation("Chi bộ nhầm")] }],
  moveOrganisation: [
    {
      about: "a cell in use",
      first: [
        newOrganisation("Chi bộ dời"),
        { call: "createMember", body: { organisationId: "{organisationId}", fullName: "Lê Văn Dời" } },
      ],
      body: { parentId: "{departmentId}", on: "2024-01-01" },
    },
  ],
  listMoves: [{}],
  putOrganisationByExternalId: [
    { about: "creates", params: personnel("cell-20"), body: cell("Chi bộ 20"), allows: upsert },
    { about: "replaces", params: personnel("cell-2"), body: cell("Chi bộ số 2"), allows: upsert },
  ],
  getStatistics: [{ about: "of a committee", params: { organisationId: "{committeeId}" }, query: "asOf=2023-12-26" }],
  createMember: [
    { body: { ...person("Lê Thị Hồng"), memberNumber: "0101" } },
    { about: "without a key", body: person("Lê Thị Hà"), withoutKey: true },
  ],
  listMembers: [
    { about: "first 50 of a committee", query: "organisationId={committeeId}" },
    {
      about: "of a department",
      query: "organisationId={departmentId}",
      allows: { roundTrips: 3, because: "finds what is below the department" },
    },
    { about: "of a cell", query: "organisationId={cellId}" },
    { about: "by two words of a name", query: "organisationId={committeeId}&q=nguyen+dung" },
    { about: "by external id", query: "organisationId={committeeId}&externalId=personnel:2", allows: byExternalId },
  ],
  getMember: [{}, { about: "on a day", query: "asOf=2023-12-26" }],
  updateMember: [{ params: { memberId: "{member20}" }, body: { admittedOn: "2010-02-03" } }],
  deleteMember: [{ first: [newMember(person("Trần Văn Nhầm"))] }],
  putMemberByExternalId: [
    { about: "creates", params: personnel("900"), body: person("Phan Thị Mới"), allows: upsert },
    { about: "replaces", params: personnel("30"), body: person("Phan Thị Đổi"), allows: upsert },
  ],
  addHistoryEntry: [{ params: { memberId: "{member40}" }, body: suspension }],
  getHistoryEntry: [
    {
      first: [{ call: "addHistoryEntry", params: { memberId: "{member41}" }, body: suspension, gives: "entryId" }],
      params: { memberId: "{member41}" },
    },
  ],
  listHistory: [{ params: { memberId: "{member40}" } }],
  exportMember: [{ allows: { roundTrips: 7, because: "reads all data of the member, and writes to the audit" } }],
  eraseMember: [{ first: [temporary] }],
  getErasure: [{ first: [temporary, { call: "eraseMember" }] }],
  createMeeting: [
    { body: meeting("Họp thường kỳ tháng 1") },
    { about: "in the public calendar", body: planned("Họp thường kỳ tháng 3") },
  ],
  listMeetings: [
    { about: "of a committee", query: "organisationId={committeeId}" },
    { about: "of a kind, from a day on", query: "organisationId={committeeId}&kind=thematic&from=2023-01-01" },
    {
      about: "by external id",
      query: "organisationId={committeeId}&externalId=meeting-room:2023-12-26",
      allows: byExternalId,
    },
  ],
  getMeeting: [{}, { about: "with all its parts", query: "include=attendees,documents,votes,guidance,awards,photos" }],
  updateMeeting: [{ body: { summary: "Tóm tắt." } }],
  deleteMeeting: [
    {
      first: [
        { call: "createMeeting", body: meeting("Họp nhầm"), gives: "meetingId" },
        { call: "addAttendees", body: { attendees: participants(50, 53) } },
      ],
    },
  ],
  putMeetingByExternalId: [
    { about: "creates", params: meetingRoom("2024-02-10"), body: meeting("Họp thường kỳ tháng 2"), allows: upsert },
    { about: "replaces", params: meetingRoom("2024-02-10"), body: meeting("Họp thường kỳ tháng Hai"), allows: upsert },
  ],
  putAgenda: [
    {
      body: {
        items: [
          { number: 1, title: "Báo cáo", presenterId: "{attendeeId}" },
          { number: 2, title: "Biểu quyết" },
        ],
      },
    },
  ],
  getAgenda: [{}],
  addAttendees: [{ about: "ten members", body: { attendees: participants(55, 65) } }],
  listAttendees: [{}],
  getAttendee: [{}],
  updateAttendee: [{ first: [newAttendee("Lê Văn Khách")], body: { presence: "absent", reason: "Bận công tác" } }],
  deleteAttendee: [{ first: [newAttendee("Lê Thị Khách")] }],
  addDocument: [{ body: report }],
  listDocuments: [{}],
  getDocument: [{}],
  updateDocument: [{ first: [newDocument], body: { title: "Báo cáo năm" } }],
  deleteDocument: [{ first: [newDocument] }],
  addVote: [
    { about: "with its base", body: { ...ballots, base: { count: 65 } } },
    {
      about: "adopts a document, base counted",
      first: [newDocument],
      body: { ...ballots, documentId: "{documentId}" },
      allows: { roundTrips: 3, because: "counts the base of the meeting's day" },
    },
  ],
  listVotes: [{}],
  getVote: [{}],
  deleteVote: [{ about: "that adopted a document", first: [newDocument, adoption] }],
  addGuidance: [{ body: point }],
  listGuidance: [{}],
  getGuidance: [{}],
  updateGuidance: [{ first: [newGuidance(10)], body: { text: "Làm sớm hơn" } }],
  deleteGuidance: [{ first: [newGuidance(11)] }],
  createAward: [{ about: "to ten members", body: award("Chiến sĩ thi đua", members(0, 10)) }],
  listAwards: [
    { about: "of a committee", query: "organisationId={committeeId}" },
    { about: "of a meeting", query: "organisationId={committeeId}&meetingId={meetingId}" },
    { about: "of a meeting, in any organisation", query: "meetingId={meetingId}" },
    { about: "of a member", query: "organisationId={committeeId}&memberId={member1}", allows: byRecipient },
    { about: "of a member, in any organisation", query: "memberId={member1}", allows: byRecipient },
    {
      about: "by external id",
      query: "organisationId={committeeId}&externalId=meeting-room:2023-12-26",
      allows: byExternalId,
    },
  ],
  getAward: [{ allows: { roundTrips: 2, because: "reads the recipients for its warnings" } }],
  updateAward: [{ body: { decision: { number: "12-QĐ/ĐU", date: "2023-12-20" } } }],
  deleteAward: [
    {
      about: "to three members",
      first: [{ call: "createAward", body: award("Trao nhầm", members(30, 33)), gives: "awardId" }],
    },
  ],
  putAwardByExternalId: [
    {
      about: "creates, to three members",
      params: meetingRoom("2024-12-26"),
      body: award("Lao động tiên tiến", members(33, 36)),
      allows: upsert,
    },
    {
      about: "replaces, to three members",
      params: meetingRoom("2024-12-26"),
      body: {
        ...award("Lao động tiên tiến", members(33, 36)),
        decision: { number: "15-QĐ/ĐU", date: "2024-12-20" },
      },
      allows: upsert,
    },
  ],
  announcePhoto: [{ body: { ...photoInput(), caption: "Toàn cảnh", peopleShown: members(0, 1) } }],
  listPhotos: [{}],
  getPhoto: [{}],
  updatePhoto: [{ body: { caption: "Đoàn chủ tịch" } }],
  deletePhoto: [{ first: [{ call: "announcePhoto", body: photoInput(), gives: "photoId" }] }],
  renewUpload: [{ withoutKey: true }],
  putArticle: [{ about: "a draft", first: [unpublished], body: { ...articleInput, lead: "Lần 1" } }],
  getArticle: [{}],
  updateArticle: [{ about: "a draft", first: [unpublished], body: { section: "Hoạt động" } }],
  publishArticle: [{ first: [unpublished], withoutKey: true }],
  unpublishArticle: [{ first: [published], withoutKey: true }],
  listEvents: [{ first: [published], allows: { roundTrips: 2, because: "finds a photo of each" } }],
  getEventsFeed: [
    { first: [published], allows: { roundTrips: 2, because: "reads the articles of the latest publications" } },
  ],
  getEventsCalendar: [
    {
      first: [{ call: "createMeeting", body: planned("Họp thường kỳ tháng 4") }],
      allows: { roundTrips: 2, because: "names the organisations" },
    },
  ],
  getEvent: [{ first: [published], allows: { roundTrips: 2, because: "finds by slug" } }],
  renewClientSecret: [{ first: [newRecord("client")] }],
  listDeliveries: [{}],
  replayWebhook: [{ first: [newRecord("webhook")] }],
  listChanges: [{}],
  listAudit: [
    { about: "the first 50", allows: { roundTrips: 2, because: "reads the changes, which are separate items" } },
    {
      about: "of a member",
      query: "resource={memberId}",
      allows: { roundTrips: 3, because: "finds the entries of a record" },
    },
    { about: "of a day", query: "from=2024-01-01", allows: { roundTrips: 3, because: "finds where the day begins" } },
  ],
  issueToken: [
    {
      headers: { "content-type": "application/x-www-form-urlencoded", authorization: "Basic {basicCredentials}" },
      body: "grant_type=client_credentials",
      withoutKey: true,
    },
  ],
} as const satisfies Partial<Record<OperationName, readonly Case[]>>;

/** Calls of every operation that uses the table, in the order of measurement. */
export const cases: Readonly<Partial<Record<OperationName, readonly Case[]>>> = {
  ...chosenCases,
  ...Object.fromEntries(Object.entries(kindCases()).filter(([operation]) => !(operation in chosenCases))),
};

/** Every case with its operation. */
export const allCases = (): { operation: OperationName; measured: Case }[] =>
  Object.entries(cases).flatMap(([operation, own]) =>
    own.map((measured) => ({ operation: operation as OperationName, measured })),
  );
