import type { changesRoutes } from "../../../../lib/contract/routes/changes.ts";
import type { CasesOf } from "../case.ts";

const details = { rounds: 2, because: "reads what changed, which is kept apart" };

export const changeCases: CasesOf<keyof typeof changesRoutes> = {
  listChanges: [{ ask: () => ({}) }],
  listAudit: [
    { about: "the first 50", may: details, ask: () => ({}) },
    {
      about: "of a member",
      may: { rounds: 3, because: "finds the entries of a record" },
      ask: ({ memberIds: [id = ""] }) => ({ query: `resource=${id}` }),
    },
    {
      about: "of a day",
      may: { rounds: 3, because: "finds where the day begins" },
      ask: () => ({ query: "from=2024-01-01" }),
    },
  ],
};
