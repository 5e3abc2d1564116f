import type { meetingsRoutes } from "../../../../lib/contract/routes/meetings.ts";
import type { OperationName } from "../../../../lib/contract/routes.ts";
import type { DirectApi } from "../../direct-api.ts";
import type { Sample } from "../../sample.ts";
import { atVersion, byExternalId, type CasesOf, post, upsert } from "../case.ts";

export const heldMeeting = (organisationId: string, title: string) => ({
  organisationId,
  kind: "regular",
  title,
  startsOn: "2024-01-10",
  status: "held",
  references: ["Điều lệ Đảng"],
});

type Own =
  | "createMeeting"
  | "listMeetings"
  | "getMeeting"
  | "updateMeeting"
  | "deleteMeeting"
  | "putMeetingByExternalId";
/** Operations on what belongs to a meeting. */
export type PartOperation = Exclude<keyof typeof meetingsRoutes, Own>;

export const meetingCases: CasesOf<Own> = {
  createMeeting: [{ request: ({ committeeId }) => post(heldMeeting(committeeId, "Họp thường kỳ tháng 1")) }],
  listMeetings: [
    { about: "of a committee", request: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) },
    {
      about: "of a kind, from a day on",
      request: ({ committeeId }) => ({ query: `organisationId=${committeeId}&kind=thematic&from=2023-01-01` }),
    },
    {
      about: "by external id",
      allows: byExternalId,
      request: ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=meeting-room:2023-12-26` }),
    },
  ],
  getMeeting: [
    { request: ({ meetingId }) => ({ params: { meetingId } }) },
    {
      about: "with all its parts",
      request: ({ meetingId }) => ({
        params: { meetingId },
        query: "include=attendees,documents,votes,guidance,awards,photos",
      }),
    },
  ],
  updateMeeting: [
    { request: ({ meetingId }, direct) => atVersion(direct, "getMeeting", { meetingId }, { summary: "Tóm tắt." }) },
  ],
  deleteMeeting: [
    {
      request: async ({ committeeId, memberIds }, direct) => {
        const { record } = await direct.call("createMeeting", { body: heldMeeting(committeeId, "Họp nhầm") });
        const attendees = memberIds.slice(50, 53).map((memberId) => ({ memberId, roles: ["participant"] }));
        await direct.call("addAttendees", { params: { meetingId: record.id }, body: { attendees } });
        return atVersion(direct, "getMeeting", { meetingId: record.id });
      },
    },
  ],
  putMeetingByExternalId: [
    {
      about: "creates",
      allows: upsert,
      request: ({ committeeId }) => ({
        params: { source: "meeting-room", externalId: "2024-02-10" },
        body: heldMeeting(committeeId, "Họp thường kỳ tháng 2"),
      }),
    },
    {
      about: "replaces",
      allows: upsert,
      request: ({ committeeId }) => ({
        params: { source: "meeting-room", externalId: "2024-02-10" },
        body: heldMeeting(committeeId, "Họp thường kỳ tháng Hai"),
      }),
    },
  ],
};

const report = { kind: "report", title: "Báo cáo quý", findings: [{ kind: "result", text: "Hoàn thành kế hoạch" }] };
const point = { number: 9, text: "Thực hiện Luật Thư viện năm 2019", references: ["Luật Thư viện số 46/2019/QH14"] };
const ballots = { subject: "Thông qua báo cáo", for: 60, against: 1, abstain: 2 };

/** The id of a part just made for a case to change. */
const madeIn = async ({ meetingId }: Sample, { call }: DirectApi, add: OperationName, body: object): Promise<string> =>
  (await call(add, { params: { meetingId }, body })).record.id;

const guest = (fullName: string) => ({ guest: { fullName }, roles: ["guest"] });

const madeAttendee = async ({ meetingId }: Sample, { call }: DirectApi, fullName: string): Promise<string> => {
  const body = { attendees: [guest(fullName)] };
  const { items } = (await call("addAttendees", { params: { meetingId }, body })).record;
  return (items as { id: string }[])[0]?.id ?? "";
};

export const partCases: CasesOf<PartOperation> = {
  putAgenda: [
    {
      request: ({ meetingId, attendees }) => ({
        params: { meetingId },
        body: {
          items: [
            { number: 1, title: "Báo cáo", presenterId: attendees[0]?.id },
            { number: 2, title: "Biểu quyết" },
          ],
        },
      }),
    },
  ],
  getAgenda: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  addAttendees: [
    {
      about: "ten members",
      request: ({ meetingId, memberIds }) => {
        const attendees = memberIds.slice(55, 65).map((memberId) => ({ memberId, roles: ["participant"] }));
        return post({ attendees }, { meetingId });
      },
    },
  ],
  listAttendees: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  getAttendee: [
    { request: ({ meetingId, attendees }) => ({ params: { meetingId, attendeeId: attendees[0]?.id ?? "" } }) },
  ],
  updateAttendee: [
    {
      request: async (sample, direct) => {
        const params = {
          meetingId: sample.meetingId,
          attendeeId: await madeAttendee(sample, direct, "Lê Văn Khách"),
        };
        return atVersion(direct, "getAttendee", params, { presence: "absent", reason: "Bận công tác" });
      },
    },
  ],
  deleteAttendee: [
    {
      request: async (sample, direct) => {
        const params = {
          meetingId: sample.meetingId,
          attendeeId: await madeAttendee(sample, direct, "Lê Thị Khách"),
        };
        return atVersion(direct, "getAttendee", params);
      },
    },
  ],
  addDocument: [{ request: ({ meetingId }) => post(report, { meetingId }) }],
  listDocuments: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  getDocument: [{ request: ({ meetingId, documentId }) => ({ params: { meetingId, documentId } }) }],
  updateDocument: [
    {
      request: async (sample, direct) => {
        const documentId = await madeIn(sample, direct, "addDocument", report);
        return atVersion(direct, "getDocument", { meetingId: sample.meetingId, documentId }, { title: "Báo cáo năm" });
      },
    },
  ],
  deleteDocument: [
    {
      request: async (sample, direct) => {
        const documentId = await madeIn(sample, direct, "addDocument", report);
        return atVersion(direct, "getDocument", { meetingId: sample.meetingId, documentId });
      },
    },
  ],
  addVote: [
    {
      about: "with its base",
      request: ({ meetingId }) => post({ ...ballots, base: { count: 65 } }, { meetingId }),
    },
    {
      about: "adopts a document, base counted",
      allows: { roundTrips: 3, because: "counts the base of the meeting's day" },
      request: async (sample, direct) => {
        const documentId = await madeIn(sample, direct, "addDocument", report);
        return post({ ...ballots, documentId }, { meetingId: sample.meetingId });
      },
    },
  ],
  listVotes: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  getVote: [{ request: ({ meetingId, voteId }) => ({ params: { meetingId, voteId } }) }],
  addGuidance: [{ request: ({ meetingId }) => post(point, { meetingId }) }],
  listGuidance: [{ request: ({ meetingId }) => ({ params: { meetingId } }) }],
  getGuidance: [{ request: ({ meetingId, guidanceId }) => ({ params: { meetingId, guidanceId } }) }],
  updateGuidance: [
    {
      request: async (sample, direct) => {
        const guidanceId = await madeIn(sample, direct, "addGuidance", { ...point, number: 10 });
        return atVersion(direct, "getGuidance", { meetingId: sample.meetingId, guidanceId }, { text: "Làm sớm hơn" });
      },
    },
  ],
  deleteGuidance: [
    {
      request: async (sample, direct) => {
        const guidanceId = await madeIn(sample, direct, "addGuidance", { ...point, number: 11 });
        return atVersion(direct, "getGuidance", { meetingId: sample.meetingId, guidanceId });
      },
    },
  ],
};
