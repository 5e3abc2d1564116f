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

/** Reads of one record, one of each function that serves some. */
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
} as const;

/** Reads of figures and of pages, whose work grows with what they answer. */
export const otherReads = { getStatistics, listChanges } as const;

export const reads = { ...recordReads, ...otherReads } as const;
export type ReadName = keyof typeof reads;
