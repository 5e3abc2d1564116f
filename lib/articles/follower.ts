import type { MeetingDependent } from "../meetings/dependents.ts";
import type { Meeting } from "../meetings/schema.ts";
import { sameContent } from "../shared/merge-patch.ts";
import { keys } from "../table/keys.ts";
import { type Condition, check, deleteAtVersion, type Item, keyOf, replace, type Write } from "../table/write.ts";
import { articleItemOf, occasionOf, overtaken, readArticle } from "./items.ts";
import { isListed } from "./rules.ts";
import { claimSlug, freeSlug } from "./slug-guards.ts";

/** Whether a change of a meeting matters to where and how its event is listed. */
const changesLists = (before: Meeting, after: Meeting) =>
  before.visibility !== after.visibility || !sameContent(occasionOf(before), occasionOf(after));

/** Requires the draft that was read, or that there is still no article: what is published meanwhile shows the old meeting. */
const unpublished = (meetingId: string, version: number | undefined): Write => {
  const unchanged: Condition =
    version === undefined
      ? { expression: "attribute_not_exists(pk)" }
      : { expression: "version = :version", values: { ":version": version } };
  return check(keys.article(meetingId), unchanged, overtaken);
};

/** Rewrites a published article with its meeting: lists show fields of the meeting, and the page has changed. */
const followMeetingWrites = (item: Item | undefined, before: Meeting, after: Meeting): Write[] => {
  const article = item && readArticle(item);
  if (article?.record.status !== "published")
    return changesLists(before, after) ? [unpublished(after.id, article?.version)] : [];
  const { record, version } = article;
  if (!isListed(record, before) && !isListed(record, after)) return [];
  const { visibility, organisationId, date } = before;
  const isGuarded = sameContent(
    { visibility, organisationId, date },
    { visibility: after.visibility, organisationId: after.organisationId, date: after.date },
  );
  return [
    replace(articleItemOf(article, after, after.updatedAt), version, overtaken),
    ...(isGuarded ? [] : [claimSlug(record, after)]),
  ];
};

/** Deletes the article of a meeting that is being deleted. Its slug stays reserved where it was published. */
const deleteArticleWrites = (item: Item): Write[] => {
  const { record, version } = readArticle(item);
  return [deleteAtVersion(keyOf(item), version, overtaken), freeSlug(record)];
};

/** The article as an item of its meeting. */
export const articleOfMeeting: MeetingDependent = {
  prefix: keys.article("").sk,
  deleteWrites: deleteArticleWrites,
  follower: { key: keys.article, updateWrites: followMeetingWrites },
};
