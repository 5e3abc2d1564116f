import type { OperationName } from "../routes.ts";

const committee = "01HJK7Q5M0A1B2C3D4";
const cell = `01HJK7Q8R3E5F6G7H8${committee}`;
const department = `01HJK7Q6N1B2C3D4E5${committee}`;
const member = `01HJK8A2K4J9K0M1N2${committee}`;
const attendee = "01HJKA7X5VP3Q4R5S6";

const organisation = { kind: "cell", name: "Chi bộ 1", parentId: committee, establishedOn: "2015-09-03" };
const person = {
  organisationId: cell,
  fullName: "Nguyễn Thị An",
  gender: "female",
  admittedOn: "2019-05-19",
  confirmedOn: "2020-05-19",
  positions: [{ organisationId: cell, role: "secretary", from: "2022-06-01" }],
};
const meeting = {
  organisationId: committee,
  kind: "review",
  title: "Hội nghị tổng kết công tác năm 2023",
  startsOn: "2023-12-26",
  partOfDay: "morning",
  status: "held",
  references: ["Nghị quyết số 21-NQ/TW"],
};
const award = {
  organisationId: committee,
  form: "certificate-of-merit",
  title: "Hoàn thành xuất sắc nhiệm vụ",
  year: 2023,
  recipients: [{ memberId: member }],
};
const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** Example bodies of requests; people and ids are fictitious. */
export const examples: { readonly [Operation in OperationName]?: object } = {
  createOrganisation: organisation,
  updateOrganisation: { shortName: "CB1", establishedOn: null },
  putOrganisationByExternalId: organisation,
  moveOrganisation: { parentId: department, on: "2024-01-01" },
  createMember: person,
  updateMember: { jobTitle: "Thủ thư", gender: null },
  putMemberByExternalId: person,
  addHistoryEntry: { kind: "confirmed", on: "2023-05-19", decision: { number: "12-QĐ/ĐU", date: "2023-05-15" } },
  createMeeting: meeting,
  updateMeeting: { venue: "Hội trường A", partOfDay: null },
  putMeetingByExternalId: meeting,
  putAgenda: { items: [{ number: 1, title: "Báo cáo tổng kết", presenterId: attendee }] },
  addAttendees: {
    attendees: [
      { memberId: member, roles: ["chair"] },
      { group: { name: "Đại biểu khách mời", count: 5 }, roles: ["guest"] },
    ],
  },
  updateAttendee: { presence: "excused", reason: "Đi công tác" },
  addDocument: {
    kind: "report",
    title: "Báo cáo tổng kết năm 2023",
    presenterId: attendee,
    findings: [{ kind: "result", text: "Hoàn thành các chỉ tiêu đề ra" }],
  },
  updateDocument: { title: "Báo cáo tổng kết công tác năm 2023" },
  addVote: { subject: "Thông qua báo cáo", method: "party-card", for: 68, against: 0, abstain: 0 },
  addGuidance: { number: 1, text: "Tiếp tục thực hiện Kết luận số 01-KL/TW", attendeeId: attendee },
  updateGuidance: { attendeeId: null },
  createAward: award,
  updateAward: { decision: { number: "45-QĐ/ĐU", date: "2023-12-20" } },
  putAwardByExternalId: award,
  announcePhoto: {
    fileName: "toan-canh.jpg",
    contentType: "image/jpeg",
    size: 2_048_000,
    sha256,
    caption: "Toàn cảnh hội nghị",
  },
  updatePhoto: { caption: "Toàn cảnh hội nghị tổng kết", credit: null },
  putArticle: {
    headline: "Hội nghị tổng kết công tác năm 2023",
    lead: "Sáng 26/12, hội nghị đã diễn ra tại Hội trường A.",
    body: "Hội nghị đã nghe **báo cáo tổng kết** và thảo luận.",
    author: "Nguyễn Thị An",
    section: "Tin tức và sự kiện",
  },
  updateArticle: { section: "Hoạt động", lead: null },
  createClient: { name: "Phòng họp", organisationId: committee, scopes: ["dangbo/read", "dangbo/write"] },
  createWebhook: {
    url: "https://bao-cao.example/dangbo",
    types: ["member.created", "member.updated", "member.deleted"],
  },
  updateWebhook: { types: null, status: "enabled" },
  issueToken: { grant_type: "client_credentials", scope: "dangbo/read" },
};
