/** Bodies of the measured requests, and steps that prepare them, with ids of the sample in braces. */

export const personnel = (externalId: string) => ({ source: "personnel", externalId });
export const meetingRoom = (externalId: string) => ({ source: "meeting-room", externalId });

/** Members of the sample by number, the end excluded. */
export const members = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => ({ memberId: `{member${from + i}}` }));
export const participants = (from: number, until: number) =>
  members(from, until).map((member) => ({ ...member, roles: ["participant"] }));

export const cell = (name: string) => ({ kind: "cell", name, parentId: "{committeeId}" });
export const person = (fullName: string) => ({
  organisationId: "{cellId}",
  fullName,
  gender: "female",
  admittedOn: "2015-05-19",
  confirmedOn: "2016-05-19",
});
export const suspension = { kind: "suspended", on: "2024-01-05" };
export const meeting = (title: string) => ({
  organisationId: "{committeeId}",
  kind: "regular",
  title,
  startsOn: "2024-01-10",
  status: "held",
  references: ["Điều lệ Đảng"],
});
export const planned = (title: string) => ({ ...meeting(title), status: "planned", visibility: "public" });
export const report = {
  kind: "report",
  title: "Báo cáo quý",
  findings: [{ kind: "result", text: "Hoàn thành kế hoạch" }],
};
export const point = {
  number: 9,
  text: "Thực hiện Luật Thư viện năm 2019",
  references: ["Luật Thư viện số 46/2019/QH14"],
};
export const ballots = { subject: "Thông qua báo cáo", for: 60, against: 1, abstain: 2 };
export const award = (title: string, recipients: object[]) => ({
  organisationId: "{committeeId}",
  form: "certificate-of-merit",
  title,
  year: 2024,
  recipients,
});

/** Steps that create a record for one case alone. */
export const newOrganisation = (name: string) =>
  ({ call: "createOrganisation", body: cell(name), gives: "organisationId" }) as const;
export const newMember = (body: object) => ({ call: "createMember", body, gives: "memberId" }) as const;
export const temporary = newMember({ organisationId: "{cellId}", fullName: "Nguyễn Văn Tạm" });
export const newAttendee = (fullName: string) =>
  ({
    call: "addAttendees",
    body: { attendees: [{ guest: { fullName }, roles: ["guest"] }] },
    gives: "attendeeId",
  }) as const;
export const newDocument = { call: "addDocument", body: report, gives: "documentId" } as const;
export const adoption = {
  call: "addVote",
  body: { ...ballots, documentId: "{documentId}", base: { count: 65 } },
  gives: "voteId",
} as const;
export const newGuidance = (number: number) =>
  ({ call: "addGuidance", body: { ...point, number }, gives: "guidanceId" }) as const;
/** A draft is in no list. */
export const unpublished = { call: "unpublishArticle" } as const;
export const published = { call: "publishArticle", gives: "slug" } as const;
