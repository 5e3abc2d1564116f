import type { RecordKind } from "../../lib/records/kinds.ts";

/** Ids by the names of path parameters, of the records that samples refer to. */
export type SampleIds = Readonly<Record<string, string>>;

/** How tests make and change a record of a kind. Together the bodies name every field of its input. */
export type KindSample = {
  bodies: readonly ((ids: SampleIds) => object)[];
  /** A merge patch that leaves all other fields alone. */
  patch?: object;
  /** The path parameter that names it: `memberId`. */
  param: string;
  /** The request that creates it, where the body is not the record alone. */
  request?: (body: object) => object;
  /** Fields of the last body that differ for each record of the kind, or that refer to no other record. */
  fresh?: (n: number) => object;
};

const shared = (source: string) => ({ visibility: "restricted", externalIds: { [source]: "X-1" } });

/** A complete sample of every kind of record, in an order in which each can refer to those before. */
export const kindSamples: Readonly<Record<RecordKind, KindSample>> = {
  organisation: {
    param: "organisationId",
    patch: { shortName: "CB7" },
    bodies: [
      ({ committeeId }) => ({
        kind: "cell",
        name: "Chi bộ 7",
        shortName: "CB 7",
        code: "07",
        parentId: committeeId,
        establishedOn: "2015-09-03",
        dissolvedOn: "2023-12-31",
        ...shared("hr"),
      }),
    ],
  },
  member: {
    param: "memberId",
    patch: { jobTitle: "Kế toán" },
    bodies: [
      ({ cellId }) => ({
        organisationId: cellId,
        beganIn: cellId,
        fullName: "Lê Văn Bình",
        memberNumber: "01.000002",
        gender: "male",
        birthDate: "1985-02-03",
        jobTitle: "Thủ thư",
        admittedOn: "2010-05-19",
        joinedOn: "2012-01-01",
        confirmedOn: "2011-05-19",
        positions: [{ organisationId: cellId, role: "secretary", from: "2022-06-01", to: "2023-06-01" }],
        ...shared("hr"),
      }),
      ({ cellId }) => ({ organisationId: cellId, fullName: "Lê Thị Cúc", confirmed: true }),
    ],
  },
  "history-entry": {
    param: "entryId",
    fresh: () => ({ kind: "suspended", on: "2024-01-05", organisationId: undefined, voids: undefined }),
    bodies: [
      ({ cellId }) => ({
        kind: "transferred",
        on: "2024-01-02",
        organisationId: cellId,
        reason: "Theo nguyện vọng",
        decision: { number: "12-QĐ/ĐU", date: "2024-01-01" },
      }),
      ({ entryId, cellId }) => ({ kind: "transferred", on: "2024-01-03", organisationId: cellId, voids: entryId }),
    ],
  },
  meeting: {
    param: "meetingId",
    patch: { venue: "Hội trường B" },
    bodies: [
      ({ committeeId }) => ({
        organisationId: committeeId,
        kind: "review",
        title: "Hội nghị tổng kết",
        startsAt: "2023-12-26T01:30:00.000Z",
        endsAt: "2023-12-26T04:30:00.000Z",
        venue: "Hội trường A",
        summary: "Tổng kết công tác năm",
        status: "held",
        references: ["Nghị quyết số 21-NQ/TW"],
        ...shared("rooms"),
      }),
      ({ committeeId }) => ({
        organisationId: committeeId,
        kind: "regular",
        title: "Họp thường kỳ",
        startsOn: "2023-12-26",
        partOfDay: "morning",
        status: "held",
      }),
    ],
  },
  agenda: {
    param: "meetingId",
    fresh: () => ({ items: [{ number: 1, title: "Khai mạc" }] }),
    bodies: [
      ({ attendeeId }) => ({ items: [{ number: 1, title: "Tổng kết", kind: "báo cáo", presenterId: attendeeId }] }),
    ],
  },
  attendee: {
    param: "attendeeId",
    request: (body) => ({ attendees: [body] }),
    patch: { roles: ["chair"] },
    bodies: [
      ({ memberId }) => ({ memberId, roles: ["secretary"], presence: "excused", reason: "Đi công tác" }),
      () => ({ guest: { fullName: "Trần Văn Đức", title: "Phó vụ trưởng", organisation: "Bộ" }, roles: ["guest"] }),
      () => ({ group: { name: "Đại biểu", count: 5 }, roles: ["guest"] }),
    ],
  },
  document: {
    param: "documentId",
    patch: { kind: "plan" },
    bodies: [
      ({ attendeeId }) => ({
        kind: "report",
        title: "Báo cáo",
        presenterId: attendeeId,
        findings: [{ kind: "result", text: "Đạt chỉ tiêu" }],
        citation: "Báo cáo số 12-BC/ĐU",
      }),
    ],
  },
  vote: {
    param: "voteId",
    bodies: [
      ({ documentId }) => ({
        subject: "Thông qua báo cáo",
        documentId,
        method: "party-card",
        for: 1,
        against: 2,
        abstain: 0,
        base: { count: 3 },
        threshold: "majority",
      }),
      ({ memberId }) => ({
        subject: "Bầu thư ký",
        for: 1,
        against: 0,
        abstain: 0,
        base: { count: 1, exclusions: [{ memberId, reason: "Được giới thiệu" }] },
      }),
    ],
  },
  guidance: {
    param: "guidanceId",
    patch: { number: 2 },
    bodies: [
      ({ attendeeId }) => ({ number: 1, text: "Tăng kiểm tra", attendeeId, references: ["Kết luận số 01-KL/TW"] }),
    ],
  },
  award: {
    param: "awardId",
    patch: { decision: { number: "46-QĐ/ĐU" } },
    fresh: (n) => ({ title: `Cờ ${n}`, decision: { number: `${n}-QĐ/ĐU`, date: "2023-12-20" } }),
    bodies: [
      ({ committeeId, memberId, meetingId, attendeeId }) => ({
        organisationId: committeeId,
        conferredBy: committeeId,
        form: "certificate-of-merit",
        title: "Hoàn thành xuất sắc nhiệm vụ",
        year: 2023,
        decision: { number: "45-QĐ/ĐU", date: "2023-12-20" },
        meetingId,
        recipients: [{ memberId, presentedBy: attendeeId }],
        ...shared("hr"),
      }),
      ({ committeeId, memberId }) => ({
        organisationId: committeeId,
        form: "party-badge",
        title: "Huy hiệu 30 năm tuổi Đảng",
        year: 2023,
        badgeYears: 30,
        recipients: [{ memberId }],
      }),
      ({ committeeId }) => ({
        organisationId: committeeId,
        form: "flag",
        title: "Cờ thi đua",
        year: 2023,
        recipients: [{ organisationId: committeeId }],
      }),
    ],
  },
  photo: {
    param: "photoId",
    patch: { credit: "Ban Tuyên giáo" },
    fresh: (n) => ({ sha256: String(n).padStart(64, "0") }),
    bodies: [
      ({ attendeeId }) => ({
        fileName: "toan-canh.jpg",
        contentType: "image/jpeg",
        size: 2_048_000,
        sha256: "a".repeat(64),
        number: 7,
        caption: "Toàn cảnh",
        credit: "Văn phòng",
        takenAt: "2023-12-26T02:00:00.000Z",
        peopleShown: [{ attendeeId }],
        visibility: "restricted",
      }),
      ({ memberId }) => ({
        fileName: "an.png",
        contentType: "image/png",
        size: 1,
        sha256: "b".repeat(64),
        peopleShown: [{ memberId }],
      }),
    ],
  },
  article: {
    param: "meetingId",
    patch: { section: "Hoạt động" },
    bodies: [
      () => ({
        headline: "Hội nghị tổng kết",
        lead: "Sáng 26/12 tại Hội trường A.",
        author: "Nguyễn Thị An",
        photographer: "Trần Văn Đức",
        section: "Tin tức",
        body: "Hội nghị đã nghe **báo cáo**.",
        language: "en",
      }),
    ],
  },
  client: {
    param: "clientId",
    bodies: [
      ({ committeeId }) => ({
        organisationId: committeeId,
        name: "Phòng họp",
        scopes: ["dangbo/read"],
        ...shared("it"),
      }),
    ],
  },
  webhook: {
    param: "webhookId",
    patch: { types: ["member.created"] },
    bodies: [
      () => ({ url: "https://bao-cao.example/dangbo", types: ["award.created"], status: "disabled", ...shared("it") }),
    ],
  },
};
