import type { awardsRoutes } from "../../../../lib/contract/routes/awards.ts";
import { byExternalId, type CasesOf, changed, posted, upsert } from "../case.ts";

const award = (organisationId: string, title: string, memberIds: readonly string[]) => ({
  organisationId,
  form: "certificate-of-merit",
  title,
  year: 2024,
  recipients: memberIds.map((memberId) => ({ memberId })),
});

/** Which awards a recipient has is one list; what they say is read from the awards themselves. */
const byRecipient = { rounds: 2, because: "reads the awards a recipient's list names" };

export const awardCases: CasesOf<keyof typeof awardsRoutes> = {
  createAward: [
    {
      about: "to ten members",
      ask: ({ committeeId, memberIds }) => posted(award(committeeId, "Chiến sĩ thi đua", memberIds.slice(0, 10))),
    },
  ],
  listAwards: [
    { about: "of a committee", ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}` }) },
    {
      about: "of a meeting",
      ask: ({ committeeId, meetingId }) => ({ query: `organisationId=${committeeId}&meetingId=${meetingId}` }),
    },
    { about: "of a meeting, wherever", ask: ({ meetingId }) => ({ query: `meetingId=${meetingId}` }) },
    {
      about: "of a member",
      may: byRecipient,
      ask: ({ committeeId, memberIds }) => ({ query: `organisationId=${committeeId}&memberId=${memberIds[1]}` }),
    },
    {
      about: "of a member, wherever",
      may: byRecipient,
      ask: ({ memberIds }) => ({ query: `memberId=${memberIds[1]}` }),
    },
    {
      about: "by external id",
      may: byExternalId,
      ask: ({ committeeId }) => ({ query: `organisationId=${committeeId}&externalId=meeting-room:2023-12-26` }),
    },
  ],
  getAward: [{ ask: ({ awardId }) => ({ params: { awardId } }) }],
  updateAward: [
    {
      ask: ({ awardId }, direct) =>
        changed(direct, "getAward", { awardId }, { decision: { number: "12-QĐ/ĐU", date: "2023-12-20" } }),
    },
  ],
  deleteAward: [
    {
      about: "to three members",
      ask: async ({ committeeId, memberIds }, direct) => {
        const body = award(committeeId, "Trao nhầm", memberIds.slice(30, 33));
        const { record } = await direct.call("createAward", { body });
        return changed(direct, "getAward", { awardId: record.id });
      },
    },
  ],
  putAwardByExternalId: [
    {
      about: "makes, to three members",
      may: upsert,
      ask: ({ committeeId, memberIds }) => ({
        params: { source: "meeting-room", externalId: "2024-12-26" },
        body: award(committeeId, "Lao động tiên tiến", memberIds.slice(33, 36)),
      }),
    },
    {
      about: "replaces, to three members",
      may: upsert,
      ask: ({ committeeId, memberIds }) => ({
        params: { source: "meeting-room", externalId: "2024-12-26" },
        body: {
          ...award(committeeId, "Lao động tiên tiến", memberIds.slice(33, 36)),
          decision: { number: "15-QĐ/ĐU", date: "2024-12-20" },
        },
      }),
    },
  ],
};
