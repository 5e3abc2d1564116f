import * as z from "zod/mini";
import { incrementPartCount } from "../meetings/items.ts";
import type { Meeting } from "../meetings/schema.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { slugOf } from "../shared/slug.ts";
import { keys, lists } from "../table/keys.ts";
import {
  check,
  deleteItem,
  type Item,
  insert,
  keyOf,
  type OnConditionFailed,
  replace,
  type Write,
} from "../table/write.ts";
import { type Article, articleRecord } from "./schema.ts";

export type StoredArticle = { record: Article; version: number };

/** Fields of a meeting that decide whether its article is listed, and where. */
export type ArticleMeeting = Pick<Meeting, "visibility" | "date">;

const articleItem = z.object(itemFields);

/** Events sort by day, then by publication; the meeting makes the sort key unique. */
const sortOf = ({ publishedAt, meetingId }: Article, { date }: ArticleMeeting) => `${date}#${publishedAt}#${meetingId}`;

/** Only a published article of a public meeting is listed. */
const listAttributes = (record: Article, occasion: ArticleMeeting) =>
  record.status === "published" && occasion.visibility === "public"
    ? {
        inTenant: lists.events,
        inGroup: lists.eventsOfSection(slugOf(record.section)),
        sort: sortOf(record, occasion),
      }
    : {};

export const articleItemOf = ({ record, version }: StoredArticle, occasion: ArticleMeeting): Item => ({
  ...keys.article(record.meetingId),
  ...record,
  version,
  ...listAttributes(record, occasion),
});

/** Parses an item. Throws for a corrupt one. */
export const readArticle = (item: Item): StoredArticle => ({
  record: decodeStored(articleRecord, item),
  version: decodeStored(articleItem, item).version,
});

const guardItem = z.object({
  meetingId: z.string(),
  organisationId: z.string(),
  date: z.string(),
  section: z.string(),
});

/**
 * Guard of a slug. It also contains organisation, day and section as of the last write of the article, by which its page is
 * read in parallel; the meeting has the current values.
 */
export type SlugGuard = z.output<typeof guardItem>;

export const slugGuardOf = (
  { slug, meetingId, section }: Article,
  { organisationId, date }: Pick<Meeting, "organisationId" | "date">,
): Item => ({ ...keys.slug(slug), meetingId, organisationId, date, section: slugOf(section) });

export const readSlugGuard = (item: Item): SlugGuard => decodeStored(guardItem, item);

export const overtaken: OnConditionFailed = () => new Problem("write-conflict");

/** Requires the visibility and day of the meeting that were read: they decide where the article is listed. */
const meetingUnchanged = ({ id, visibility, date }: Meeting): Write =>
  check(
    keys.meeting(id),
    {
      expression: "visibility = :visibility AND #date = :date",
      names: { "#date": "date" },
      values: { ":visibility": visibility, ":date": date },
    },
    overtaken,
  );

/** Puts the guard of the slug, unless another article has it. */
const claimSlug = (article: StoredArticle, meeting: Meeting): Write => {
  const item = slugGuardOf(article.record, meeting);
  return {
    kind: "put",
    key: keyOf(item),
    item,
    condition: {
      expression: "attribute_not_exists(pk) OR meetingId = :meeting",
      values: { ":meeting": meeting.id },
    },
    onConditionFailed: overtaken,
  };
};

const ownsSlug = (before: StoredArticle | undefined, { record }: StoredArticle) =>
  before?.record.slug === record.slug && before.record.section === record.section;

/**
 * Creates or replaces the article of a meeting. A draft is in no list, so it depends only on the existence of its meeting.
 * @param onConditionFailed what a concurrent change of the article means
 */
export const saveArticleWrites = (
  before: StoredArticle | undefined,
  after: StoredArticle,
  meeting: Meeting,
  onConditionFailed: OnConditionFailed = overtaken,
): Write[] => {
  const item = articleItemOf(after, meeting);
  const freed = before && before.record.slug !== after.record.slug ? [before.record.slug] : [];
  return [
    before ? replace(item, before.version, onConditionFailed) : insert(item, onConditionFailed),
    ...(ownsSlug(before, after) ? [] : [claimSlug(after, meeting)]),
    ...freed.map((slug) => deleteItem(keys.slug(slug))),
    ...(after.record.status === "published" ? [meetingUnchanged(meeting)] : []),
    ...(before ? [] : [incrementPartCount(meeting.id)]),
  ];
};
