import * as z from "zod/mini";
import type { Meeting } from "../meetings/schema.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { Problem } from "../shared/problem.ts";
import { slugOf } from "../shared/slug.ts";
import { keys, lists } from "../table/keys.ts";
import { deleteItem, type Item, keyOf, type Write } from "../table/write.ts";
import { isListed } from "./rules.ts";
import type { Article } from "./schema.ts";

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

/** The guard of a slug; `gone` where its event was published and is deleted. */
export const readSlugGuard = (item: Item): SlugGuard | "gone" =>
  item.gone === undefined ? decodeStored(guardItem, item) : "gone";

/** The feed lists guards by the first publication of their article, newest first: articles themselves are listed by day. */
const feedAttributes = (article: Article, meeting: Meeting) =>
  isListed(article, meeting)
    ? { inTenant: lists.eventsByPublication, sort: `${article.publishedAt}#${article.meetingId}` }
    : {};

const putGuard = (item: Item & { meetingId: string }): Write => ({
  kind: "put",
  key: keyOf(item),
  item,
  condition: {
    expression: "attribute_not_exists(pk) OR meetingId = :meeting",
    values: { ":meeting": item.meetingId },
  },
  onConditionFailed: () => new Problem("write-conflict"),
});

/** Puts the guard of the slug, unless another article has or had it. */
export const claimSlug = (article: Article, meeting: Meeting): Write => {
  const { slug, meetingId, section } = article;
  const { organisationId, date } = meeting;
  const known = { meetingId, organisationId, date, section: slugOf(section) };
  return putGuard({ ...keys.slug(slug), ...known, ...feedAttributes(article, meeting) });
};

/** Frees the slug of an article that was never published. The slug of any other stays with its event, also after that is deleted. */
export const freeSlug = ({ slug, meetingId, publishedAt }: Article): Write =>
  publishedAt === undefined ? deleteItem(keys.slug(slug)) : putGuard({ ...keys.slug(slug), meetingId, gone: true });
