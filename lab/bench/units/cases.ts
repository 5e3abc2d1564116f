import type { serviceRoutes } from "../../../lib/contract/routes/service.ts";
import type { OperationName } from "../../../lib/contract/routes.ts";
import { type CasesOf, call, only } from "./case.ts";
import { meetingCases, partCases } from "./cases/meetings.ts";
import { memberCases, organisationCases, subjectCases } from "./cases/people.ts";
import { articleCases, awardCases, pageCases, photoCases } from "./cases/publications.ts";
import { changeCases, clientCases, webhookCases } from "./cases/systems.ts";

export type { Case } from "./case.ts";

type Unmeasured =
  | keyof typeof serviceRoutes
  | "getEventsIcon"
  | "getServerMetadata"
  | "getOpenIdConfiguration"
  | "getKeys"
  | "getEventPhoto";

/** Calls of every operation that uses the table; the compiler reports a missing one. */
export const cases: CasesOf<Exclude<OperationName, Unmeasured>> = {
  ...organisationCases,
  getStatistics: [
    call("of a committee", ({ committeeId }) => ({
      params: { organisationId: committeeId },
      query: "asOf=2023-12-26",
    })),
  ],
  ...memberCases,
  ...subjectCases,
  ...meetingCases,
  ...partCases,
  ...awardCases,
  ...photoCases,
  ...articleCases,
  ...pageCases,
  ...clientCases,
  ...webhookCases,
  ...changeCases,
  issueToken: only(({ client: { clientId, clientSecret } }) => ({
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
    },
    body: "grant_type=client_credentials",
  })),
};
