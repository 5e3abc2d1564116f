import type { serviceRoutes } from "../../../lib/contract/routes/service.ts";
import type { OperationName } from "../../../lib/contract/routes.ts";
import type { CasesOf } from "./case.ts";
import { articleCases } from "./cases/articles.ts";
import { awardCases } from "./cases/awards.ts";
import { changeCases } from "./cases/changes.ts";
import { clientCases } from "./cases/clients.ts";
import { subjectCases } from "./cases/data-subjects.ts";
import { partCases } from "./cases/meeting-parts.ts";
import { meetingCases } from "./cases/meetings.ts";
import { memberCases } from "./cases/members.ts";
import { organisationCases } from "./cases/organisations.ts";
import { pageCases } from "./cases/pages.ts";
import { photoCases } from "./cases/photos.ts";
import { webhookCases } from "./cases/webhooks.ts";

/** Operations that answer out of the function alone. */
type WithoutTable =
  | keyof typeof serviceRoutes
  | "getEventsIcon"
  | "getServerMetadata"
  | "getOpenIdConfiguration"
  | "getKeys";
/** Needs a photo that is ready, so one whose bytes have been checked. */
type NeedsBytes = "getEventPhoto";
export type MeasuredOperation = Exclude<OperationName, WithoutTable | NeedsBytes>;

/** Calls of every operation that touches the table; the compiler misses one that is left out. */
export const cases: CasesOf<MeasuredOperation> = {
  ...organisationCases,
  getStatistics: [
    {
      about: "of a committee",
      ask: ({ committeeId }) => ({ params: { organisationId: committeeId }, query: "asOf=2023-12-26" }),
    },
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
  issueToken: [
    {
      ask: ({ client: { clientId, clientSecret } }) => ({
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
        },
        body: "grant_type=client_credentials",
      }),
    },
  ],
};
