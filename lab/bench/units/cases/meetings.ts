import type { meetingsRoutes } from "../../../../lib/contract/routes/meetings.ts";
import { byExternalId, type CasesOf, changed, posted, upsert } from "../case.ts";

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
  createMeeting: [{ ask: ({ committeeId }) => posted(heldMeeting(committeeId, "Họp thường kỳ tháng 1")) }],
  listMeetings: [
    { about: "of a committee", ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) },
    {
      about: "of a kind, from a day on",
      ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}&kind=thematic&from=2023-01-01` }),
    },
    {
      about: "by external id",
      may: byExternalId,
      ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=meeting-room:2023-12-26` }),
    },
  ],
  getMeeting: [
    { ask: ({ meetingId }) => ({ params: { meetingId } }) },
    {
      about: "with all its parts",
      ask: ({ meetingId }) => ({
        params: { meetingId },
        query: "include=attendees,documents,votes,guidance,awards,photos",
      }),
    },
  ],
  updateMeeting: [
    { ask: ({ meetingId }, direct) => changed(direct, "getMeeting", { meetingId }, { summary: "Tóm tắt." }) },
  ],
  deleteMeeting: [
    {
      ask: async ({ committeeId, memberIds }, direct) => {
        const { record } = await direct.call("createMeeting", { body: heldMeeting(committeeId, "Họp nhầm") });
        const attendees = memberIds.slice(50, 53).map((memberId) => ({ memberId, roles: ["participant"] }));
        await direct.call("addAttendees", { params: { meetingId: record.id }, body: { attendees } });
        return changed(direct, "getMeeting", { meetingId: record.id });
      },
    },
  ],
  putMeetingByExternalId: [
    {
      about: "makes",
      may: upsert,
      ask: ({ committeeId }) => ({
        params: { source: "meeting-room", externalId: "2024-02-10" },
        body: heldMeeting(committeeId, "Họp thường kỳ tháng 2"),
      }),
    },
    {
      about: "replaces",
      may: upsert,
      ask: ({ committeeId }) => ({
        params: { source: "meeting-room", externalId: "2024-02-10" },
        body: heldMeeting(committeeId, "Họp thường kỳ tháng Hai"),
      }),
    },
  ],
};
