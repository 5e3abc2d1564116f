import type { dataSubjectsRoutes } from "../../../../lib/contract/routes/data-subjects.ts";
import type { Archive } from "../../place/archive.ts";
import type { Direct } from "../../place/direct.ts";
import { type CasesOf, posted } from "../case.ts";

const everything = { rounds: 7, because: "reads all that is kept, and tells the audit" };

/** A member nobody else is measured by. */
const somebody = async ({ cellId }: Archive, { call }: Direct) => {
  const { record } = await call("createMember", { body: { organisationId: cellId, fullName: "Nguyễn Văn Tạm" } });
  return { memberId: record.id };
};

export const subjectCases: CasesOf<keyof typeof dataSubjectsRoutes> = {
  exportMember: [{ may: everything, ask: ({ memberIds: [memberId = ""] }) => ({ params: { memberId } }) }],
  eraseMember: [{ ask: async (archive, direct) => posted({}, await somebody(archive, direct)) }],
  getErasure: [
    {
      ask: async (archive, direct) => {
        const params = await somebody(archive, direct);
        await direct.call("eraseMember", { params, body: {} });
        return { params };
      },
    },
  ],
};
