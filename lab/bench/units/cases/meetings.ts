import type { meetingsRoutes } from "../../../../lib/contract/routes/meetings.ts";
import type { OperationName } from "../../../../lib/contract/routes.ts";
import type { DirectApi } from "../../direct-api.ts";
import type { Sample } from "../../sample.ts";
import { allowing, atVersion, byExternalId, type CasesOf, call, only, post, upsert } from "../case.ts";

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
/** Operations on parts of meetings. */
export type PartOperation = Exclude<keyof typeof meetingsRoutes, Own>;

export const meetingCases: CasesOf<Own> = {
  createMeeting: only(({ committeeId }) => post(heldMeeting(committeeId, "Họp thường kỳ tháng 1"))),
  listMeetings: [
    call("of a committee", ({ committeeId }) => ({ query: `organisationId=${committeeId}` })),
    call("of a kind, from a day on", ({ committeeId }) => ({
      query: `organisationId=${committeeId}&kind=thematic&from=2023-01-01`,
    })),
    allowing(
      byExternalId,
      call("by external id", ({ committeeId }) => ({
        query: `organisationId=${committeeId}&externalId=meeting-room:2023-12-26`,
      })),
    ),
  ],
  getMeeting: [
    call("", ({ meetingId }) => ({ params: { meetingId } })),
    call("with all its parts", ({ meetingId }) => ({
      params: { meetingId },
      query: "include=attendees,documents,votes,guidance,awards,photos",
    })),
  ],
  updateMeeting: only(({ meetingId }, direct) =>
    atVersion(direct, "getMeeting", { meetingId }, { summary: "Tóm tắt." }),
  ),
  deleteMeeting: only(async ({ committeeId, memberIds }, direct) => {
    const { record } = await direct.call("createMeeting", { body: heldMeeting(committeeId, "Họp nhầm") });
    const attendees = memberIds.slice(50, 53).map((memberId) => ({ memberId, roles: ["participant"] }));
    await direct.call("addAttendees", { params: { meetingId: record.id }, body: { attendees } });
    return atVersion(direct, "getMeeting", { meetingId: record.id });
  }),
  putMeetingByExternalId: [
    allowing(
      upsert,
      call("creates", ({ committeeId }) => ({
        params: { source: "meeting-room", externalId: "2024-02-10" },
        body: heldMeeting(committeeId, "Họp thường kỳ tháng 2"),
      })),
    ),
    allowing(
      upsert,
      call("replaces", ({ committeeId }) => ({
        params: { source: "meeting-room", externalId: "2024-02-10" },
        body: heldMeeting(committeeId, "Họp thường kỳ tháng Hai"),
      })),
    ),
  ],
};

const report = { kind: "report", title: "Báo cáo quý", findings: [{ kind: "result", text: "Hoàn thành kế hoạch" }] };
const point = { number: 9, text: "Thực hiện Luật Thư viện năm 2019", references: ["Luật Thư viện số 46/2019/QH14"] };
const ballots = { subject: "Thông qua báo cáo", for: 60, against: 1, abstain: 2 };

/** The id of a new part for a case. */
const createPart = async (
  { meetingId }: Sample,
  { call }: DirectApi,
  add: OperationName,
  body: object,
): Promise<string> => (await call(add, { params: { meetingId }, body })).record.id;

const guest = (fullName: string) => ({ guest: { fullName }, roles: ["guest"] });

const createAttendee = async ({ meetingId }: Sample, { call }: DirectApi, fullName: string): Promise<string> => {
  const body = { attendees: [guest(fullName)] };
  const { items } = (await call("addAttendees", { params: { meetingId }, body })).record;
  return (items as { id: string }[])[0]?.id ?? "";
};

export const partCases: CasesOf<PartOperation> = {
  putAgenda: only(({ meetingId, attendees }) => ({
    params: { meetingId },
    body: {
      items: [
        { number: 1, title: "Báo cáo", presenterId: attendees[0]?.id },
        { number: 2, title: "Biểu quyết" },
      ],
    },
  })),
  getAgenda: only(({ meetingId }) => ({ params: { meetingId } })),
  addAttendees: [
    call("ten members", ({ meetingId, memberIds }) => {
      const attendees = memberIds.slice(55, 65).map((memberId) => ({ memberId, roles: ["participant"] }));
      return post({ attendees }, { meetingId });
    }),
  ],
  listAttendees: only(({ meetingId }) => ({ params: { meetingId } })),
  getAttendee: only(({ meetingId, attendees }) => ({ params: { meetingId, attendeeId: attendees[0]?.id ?? "" } })),
  updateAttendee: only(async (sample, direct) => {
    const params = {
      meetingId: sample.meetingId,
      attendeeId: await createAttendee(sample, direct, "Lê Văn Khách"),
    };
    return atVersion(direct, "getAttendee", params, { presence: "absent", reason: "Bận công tác" });
  }),
  deleteAttendee: only(async (sample, direct) => {
    const params = {
      meetingId: sample.meetingId,
      attendeeId: await createAttendee(sample, direct, "Lê Thị Khách"),
    };
    return atVersion(direct, "getAttendee", params);
  }),
  addDocument: only(({ meetingId }) => post(report, { meetingId })),
  listDocuments: only(({ meetingId }) => ({ params: { meetingId } })),
  getDocument: only(({ meetingId, documentId }) => ({ params: { meetingId, documentId } })),
  updateDocument: only(async (sample, direct) => {
    const documentId = await createPart(sample, direct, "addDocument", report);
    return atVersion(direct, "getDocument", { meetingId: sample.meetingId, documentId }, { title: "Báo cáo năm" });
  }),
  deleteDocument: only(async (sample, direct) => {
    const documentId = await createPart(sample, direct, "addDocument", report);
    return atVersion(direct, "getDocument", { meetingId: sample.meetingId, documentId });
  }),
  addVote: [
    call("with its base", ({ meetingId }) => post({ ...ballots, base: { count: 65 } }, { meetingId })),
    allowing(
      { roundTrips: 3, because: "counts the base of the meeting's day" },
      call("adopts a document, base counted", async (sample, direct) => {
        const documentId = await createPart(sample, direct, "addDocument", report);
        return post({ ...ballots, documentId }, { meetingId: sample.meetingId });
      }),
    ),
  ],
  listVotes: only(({ meetingId }) => ({ params: { meetingId } })),
  getVote: only(({ meetingId, voteId }) => ({ params: { meetingId, voteId } })),
  addGuidance: only(({ meetingId }) => post(point, { meetingId })),
  listGuidance: only(({ meetingId }) => ({ params: { meetingId } })),
  getGuidance: only(({ meetingId, guidanceId }) => ({ params: { meetingId, guidanceId } })),
  updateGuidance: only(async (sample, direct) => {
    const guidanceId = await createPart(sample, direct, "addGuidance", { ...point, number: 10 });
    return atVersion(direct, "getGuidance", { meetingId: sample.meetingId, guidanceId }, { text: "Làm sớm hơn" });
  }),
  deleteGuidance: only(async (sample, direct) => {
    const guidanceId = await createPart(sample, direct, "addGuidance", { ...point, number: 11 });
    return atVersion(direct, "getGuidance", { meetingId: sample.meetingId, guidanceId });
  }),
};
