import * as z from "zod/mini";
import { incrementPartCount } from "../meetings/items.ts";
import { type Meeting, meetingRecord } from "../meetings/schema.ts";
import type { Stored } from "../records/versions.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { slugOf } from "../shared/slug.ts";
import { keys, lists } from "../table/keys.ts";
import { check, type Item, insert, type OnConditionFailed, replace, type Write } from "../table/write.ts";
import { isListed } from "./rules.ts";
import { type Article, articleRecord } from "./schema.ts";
import { claimSlug, freeSlug } from "./slug-guards.ts";

export type StoredArticle = { record: Article; version: number };

const articleItem = z.object(itemFields);

/** Fields of the meeting that lists of events show. */
export const occasionFields = z.pick(meetingRecord, {
  organisationId: true,
  status: true,
  date: true,
  startsAt: true,
  partOfDay: true,
  endsAt: true,
});
export type Occasion = z.output<typeof occasionFields>;

export const occasionOf = (meeting: Meeting): Occasion => decodeStored(occasionFields, meeting);

/** Events sort by day, then by publication; the meeting makes the sort key unique. */
const sortOf = ({ publishedAt, meetingId }: Article, { date }: Meeting) => `${date}#${publishedAt}#${meetingId}`;

/**
 * An article as the table stores it; where it is listed, with what lists show of its meeting.
 * @param changedAt when the meeting changed what the page shows, if that was after the last change of the article
 */
export const articleItemOf = ({ record, version }: StoredArticle, meeting: Meeting, changedAt?: string): Item => ({
  ...keys.article(record.meetingId),
  ...record,
  version,
  ...(isListed(record, meeting)
    ? {
        inTenant: lists.events,
        inGroup: lists.eventsOfSection(slugOf(record.section)),
        sort: sortOf(record, meeting),
        occasion: occasionOf(meeting),
        ...(changedAt === undefined ? {} : { changedAt }),
      }
    : {}),
});

/** Parses an item. Throws for a corrupt one. */
export const readArticle = (item: Item): StoredArticle => ({
  record: decodeStored(articleRecord, item),
  version: decodeStored(articleItem, item).version,
});

export const overtaken: OnConditionFailed = () => new Problem("write-conflict");

/** Requires the meeting that was read, since its lists show fields of it and its visibility decides whether it is listed. */
const meetingUnchanged = ({ record, version }: Stored<Meeting>): Write =>
  check(keys.meeting(record.id), { expression: "version = :version", values: { ":version": version } }, overtaken);

/** Whether the guard of the slug need not be written: it contains the section, and is in the feed with the article. */
const isGuarded = (before: StoredArticle | undefined, { record }: StoredArticle) =>
  before?.record.slug === record.slug &&
  before.record.section === record.section &&
  before.record.status === record.status;

/**
 * Creates or replaces the article of a meeting. A draft is in no list, so it depends only on the existence of its meeting.
 * @param onConditionFailed what a concurrent change of the article means
 */
export const saveArticleWrites = (
  before: StoredArticle | undefined,
  after: StoredArticle,
  meeting: Stored<Meeting>,
  onConditionFailed: OnConditionFailed = overtaken,
): Write[] => {
  const item = articleItemOf(after, meeting.record);
  const freed = before && before.record.slug !== after.record.slug ? [before.record] : [];
  return [
    before ? replace(item, before.version, onConditionFailed) : insert(item, onConditionFailed),
    ...(isGuarded(before, after) ? [] : [claimSlug(after.record, meeting.record)]),
    ...freed.map(freeSlug),
    ...(after.record.status === "published" ? [meetingUnchanged(meeting)] : []),
    ...(before ? [] : [incrementPartCount(meeting.record.id)]),
  ];
};
