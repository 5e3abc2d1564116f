import type { Meeting } from "../meetings/schema.ts";
import { partAdded } from "../meetings/store.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
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
import { articleItemOf, guardItemOf, type Occasion, readArticle, type StoredArticle } from "./items.ts";

const overtaken: OnConditionFailed = () => new Problem("write-conflict");

/** The meeting stands as it was read: what it says of visibility and day decides where the article is listed. */
const meetingStands = ({ id, visibility, date }: Meeting): Write =>
  check(
    keys.meeting(id),
    {
      expression: "visibility = :visibility AND #date = :date",
      names: { "#date": "date" },
      values: { ":visibility": visibility, ":date": date },
    },
    overtaken,
  );

/** The slug is the article's, now if not before; beside it stands what its page is read with. */
const slugHeld = (article: StoredArticle, meeting: Meeting): Write => {
  const item = guardItemOf(article.record, meeting);
  return {
    kind: "put",
    key: keyOf(item),
    item,
    condition: {
      expression: "attribute_not_exists(pk) OR meetingId = :meeting",
      values: { ":meeting": meeting.id },
    },
    refused: overtaken,
  };
};

const isHeld = (before: StoredArticle | undefined, { record }: StoredArticle) =>
  before?.record.slug === record.slug && before.record.section === record.section;

/**
 * The writes that make or change the article of a meeting. A draft stands in no list, whatever its meeting becomes: it needs
 * the meeting only to be there, and goes with it.
 * @param refused what it means that the article is no longer what was read
 */
export const articleWritten = (
  before: StoredArticle | undefined,
  after: StoredArticle,
  meeting: Meeting,
  refused: OnConditionFailed = overtaken,
): Write[] => {
  const item = articleItemOf(after, meeting);
  const left = before && before.record.slug !== after.record.slug ? [before.record.slug] : [];
  return [
    before ? replace(item, before.version, refused) : insert(item, refused),
    ...(isHeld(before, after) ? [] : [slugHeld(after, meeting)]),
    ...left.map((slug) => deleteItem(keys.slug(slug))),
    ...(after.record.status === "published" ? [meetingStands(meeting)] : []),
    ...(before ? [] : [partAdded(meeting.id)]),
  ];
};

/** What follows for the article, as it was read, when its meeting becomes public or no longer is, or changes its day. */
export const articleFollows = (
  meetingId: string,
  item: Item | undefined,
  before: Occasion,
  after: Occasion,
): Write[] => {
  if (before.visibility === after.visibility && before.date === after.date) return [];
  if (!item) return [check(keys.article(meetingId), { expression: "attribute_not_exists(pk)" }, overtaken)];
  const article = readArticle(item);
  return [replace(articleItemOf(article, after), article.version, overtaken)];
};

/** The article of a meeting that is being deleted goes, and its slug is free again. */
export const articleGone = (item: Item): Write[] => {
  const { record, version } = readArticle(item);
  const asRead = { expression: "version = :version", values: { ":version": version } };
  return [deleteItem(keyOf(item), asRead), deleteItem(keys.slug(record.slug))];
};
