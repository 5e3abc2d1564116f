import { getArticle } from "../../../functions/articles/get-article.ts";
import { getAward } from "../../../functions/awards/get-award.ts";
import { listChanges } from "../../../functions/changes/list-changes.ts";
import { getClient } from "../../../functions/clients/get-client.ts";
import { getErasure } from "../../../functions/data-subjects/get-erasure.ts";
import { getMeeting } from "../../../functions/meetings/get-meeting.ts";
import { getMember } from "../../../functions/members/get-member.ts";
import { getOrganisation } from "../../../functions/organisations/get-organisation.ts";
import { getPhoto } from "../../../functions/photos/get-photo.ts";
import { getStatistics } from "../../../functions/statistics/get-statistics.ts";
import { getWebhook } from "../../../functions/webhooks/get-webhook.ts";

/** Reads of one record, or of the figures of a day: one of each function that serves some. */
export const recordReads = {
  getOrganisation,
  getMember,
  getMeeting,
  getAward,
  getPhoto,
  getArticle,
  getClient,
  getWebhook,
  getErasure,
  getStatistics,
} as const;

/** With a page of a list, whose work grows with what it answers. */
export const reads = { ...recordReads, listChanges } as const;
export type ReadName = keyof typeof reads;
