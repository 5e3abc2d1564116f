import { tallyKeys } from "../../../../lib/statistics/tally.ts";
import { keys } from "../../../../lib/table/keys.ts";
import type { MeasuredOperation } from "../cases.ts";
import type { LeastOf } from "./given.ts";
import { current } from "./needs.ts";
import { leastOfArticles, leastOfPages } from "./of/articles.ts";
import { leastOfAwards } from "./of/awards.ts";
import { leastOfChanges, leastOfSubjects } from "./of/changes.ts";
import { leastOfClients, leastOfWebhooks } from "./of/clients.ts";
import { leastOfParts } from "./of/meeting-parts.ts";
import { leastOfMeetings } from "./of/meetings.ts";
import { leastOfMembers } from "./of/members.ts";
import { leastOfOrganisations } from "./of/organisations.ts";
import { leastOfPhotos } from "./of/photos.ts";

/** What every measured call needs, in the order of its cases; the compiler misses an operation that is left out. */
export const least: LeastOf<MeasuredOperation> = {
  ...leastOfOrganisations,
  getStatistics: [
    ({ archive: { committeeId } }) => current(keys.organisation(committeeId), ...tallyKeys(committeeId, "2023-12-26")),
  ],
  ...leastOfMembers,
  ...leastOfSubjects,
  ...leastOfMeetings,
  ...leastOfParts,
  ...leastOfAwards,
  ...leastOfPhotos,
  ...leastOfArticles,
  ...leastOfPages,
  ...leastOfClients,
  ...leastOfWebhooks,
  ...leastOfChanges,
  // The token says what the client reaches, so that no other request has to look.
  issueToken: [({ archive: { client, committeeId } }) => current(keys.client(client.id), keys.tree(committeeId))],
};
