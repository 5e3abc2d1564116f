import * as z from "zod/mini";
import type { Meeting } from "../meetings/schema.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { slugOf } from "../shared/slug.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Article, articleRecord } from "./schema.ts";

/** An article with its version. */
export type StoredArticle = { record: Article; version: number };

/** What of its meeting decides whether an article is listed, and where. */
export type Occasion = Pick<Meeting, "visibility" | "date">;

const articleItem = z.object(itemFields);

/** Newest event first is by its day, then by publishing; the meeting makes the place unique. */
const sortOf = ({ publishedAt, meetingId }: Article, { date }: Occasion) => `${date}#${publishedAt}#${meetingId}`;

/** Only what is published of a public meeting stands in the lists of events. */
const placesOf = (record: Article, occasion: Occasion) =>
  record.status === "published" && occasion.visibility === "public"
    ? {
        inTenant: lists.events,
        inGroup: lists.eventsOfSection(slugOf(record.section)),
        sort: sortOf(record, occasion),
      }
    : {};

export const articleItemOf = ({ record, version }: StoredArticle, occasion: Occasion): Item => ({
  ...keys.article(record.meetingId),
  ...record,
  version,
  ...placesOf(record, occasion),
});

/** Reads an item; throws where it is not what we write. */
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
 * Whose a slug is, and what the page of the article is read with: organisation, day and section as they were when the
 * article was last written. The meeting itself says what they are.
 */
export type SlugGuard = z.output<typeof guardItem>;

export const guardItemOf = (
  { slug, meetingId, section }: Article,
  { organisationId, date }: Pick<Meeting, "organisationId" | "date">,
): Item => ({ ...keys.slug(slug), meetingId, organisationId, date, section: slugOf(section) });

export const readGuard = (item: Item): SlugGuard => decodeStored(guardItem, item);
