import type { OperationName } from "../../../../lib/contract/routes.ts";
import type { Archive } from "../../place/archive.ts";
import type { Direct } from "../../place/direct.ts";
import { type CasesOf, changed, posted } from "../case.ts";
import type { PartOperation } from "./meetings.ts";

const report = { kind: "report", title: "Báo cáo quý", findings: [{ kind: "result", text: "Hoàn thành kế hoạch" }] };
const point = { number: 9, text: "Thực hiện Luật Thư viện năm 2019", references: ["Luật Thư viện số 46/2019/QH14"] };
const ballots = { subject: "Thông qua báo cáo", for: 60, against: 1, abstain: 2 };

/** The id of a part just made for a case to change. */
const madeIn = async ({ meetingId }: Archive, { call }: Direct, add: OperationName, body: object): Promise<string> =>
  (await call(add, { params: { meetingId }, body })).record.id;

const guest = (fullName: string) => ({ guest: { fullName }, roles: ["guest"] });

const madeAttendee = async ({ meetingId }: Archive, { call }: Direct, fullName: string): Promise<string> => {
  const body = { attendees: [guest(fullName)] };
  const { items } = (await call("addAttendees", { params: { meetingId }, body })).record;
  return (items as { id: string }[])[0]?.id ?? "";
};

export const partCases: CasesOf<PartOperation> = {
  putAgenda: [
    {
      ask: ({ meetingId, attendees }) => ({
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
  getAgenda: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  addAttendees: [
    {
      about: "ten members",
      ask: ({ meetingId, memberIds }) => {
        const attendees = memberIds.slice(55, 65).map((memberId) => ({ memberId, roles: ["participant"] }));
        return posted({ attendees }, { meetingId });
      },
    },
  ],
  listAttendees: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  getAttendee: [{ ask: ({ meetingId, attendees }) => ({ params: { meetingId, attendeeId: attendees[0]?.id ?? "" } }) }],
  updateAttendee: [
    {
      ask: async (archive, direct) => {
        const params = {
          meetingId: archive.meetingId,
          attendeeId: await madeAttendee(archive, direct, "Lê Văn Khách"),
        };
        return changed(direct, "getAttendee", params, { presence: "absent", reason: "Bận công tác" });
      },
    },
  ],
  deleteAttendee: [
    {
      ask: async (archive, direct) => {
        const params = {
          meetingId: archive.meetingId,
          attendeeId: await madeAttendee(archive, direct, "Lê Thị Khách"),
        };
        return changed(direct, "getAttendee", params);
      },
    },
  ],
  addDocument: [{ ask: ({ meetingId }) => posted(report, { meetingId }) }],
  listDocuments: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  getDocument: [{ ask: ({ meetingId, documentId }) => ({ params: { meetingId, documentId } }) }],
  updateDocument: [
    {
      ask: async (archive, direct) => {
        const documentId = await madeIn(archive, direct, "addDocument", report);
        return changed(direct, "getDocument", { meetingId: archive.meetingId, documentId }, { title: "Báo cáo năm" });
      },
    },
  ],
  deleteDocument: [
    {
      ask: async (archive, direct) => {
        const documentId = await madeIn(archive, direct, "addDocument", report);
        return changed(direct, "getDocument", { meetingId: archive.meetingId, documentId });
      },
    },
  ],
  addVote: [
    {
      about: "with its base",
      ask: ({ meetingId }) => posted({ ...ballots, base: { count: 65 } }, { meetingId }),
    },
    {
      about: "adopts a document, base counted",
      may: { rounds: 3, because: "counts the base of the meeting's day" },
      ask: async (archive, direct) => {
        const documentId = await madeIn(archive, direct, "addDocument", report);
        return posted({ ...ballots, documentId }, { meetingId: archive.meetingId });
      },
    },
  ],
  listVotes: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  getVote: [{ ask: ({ meetingId, voteId }) => ({ params: { meetingId, voteId } }) }],
  addGuidance: [{ ask: ({ meetingId }) => posted(point, { meetingId }) }],
  listGuidance: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  getGuidance: [{ ask: ({ meetingId, guidanceId }) => ({ params: { meetingId, guidanceId } }) }],
  updateGuidance: [
    {
      ask: async (archive, direct) => {
        const guidanceId = await madeIn(archive, direct, "addGuidance", { ...point, number: 10 });
        return changed(direct, "getGuidance", { meetingId: archive.meetingId, guidanceId }, { text: "Làm sớm hơn" });
      },
    },
  ],
  deleteGuidance: [
    {
      ask: async (archive, direct) => {
        const guidanceId = await madeIn(archive, direct, "addGuidance", { ...point, number: 11 });
        return changed(direct, "getGuidance", { meetingId: archive.meetingId, guidanceId });
      },
    },
  ],
};
