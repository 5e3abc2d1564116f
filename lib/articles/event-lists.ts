import { readMeeting, readTombstone } from "../meetings/items.ts";
import { photosOf, readPhoto } from "../photos/items.ts";
import type { StoredPhoto } from "../photos/schema.ts";
import type { Day } from "../shared/days.ts";
import { slugOf } from "../shared/slug.ts";
import { lists } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { readArticle } from "./items.ts";
import type { Article } from "./schema.ts";

const slugForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The meeting and its article, where they are published at this slug. */
export const publishedPage = (slug: string, meta: Item | undefined, item: Item | undefined) => {
  if (!meta || readTombstone(meta) || !item) return undefined;
  const meeting = readMeeting(meta).record;
  const article = readArticle(item).record;
  const isPage = meeting.visibility === "public" && article.status === "published" && article.slug === slug;
  return isPage ? { meeting, article } : undefined;
};

export const isSlug = (text: string) => slugForm.test(text);

/** Whether a public page can contain a photo. */
export const isPublicPhoto = ({ record, renditions }: StoredPhoto) =>
  record.visibility === "public" && record.status === "ready" && renditions.length > 0;

/** An event in a list: its article and the day of its meeting. */
export type ListedEvent = { article: Article; date: Day };

/** An event in a list with its first public photo, where there is one among the first few. */
export type CoveredEvent = ListedEvent & { cover: StoredPhoto | undefined };

const dayLength = "2023-12-26".length;

export const readListed = (item: Item): ListedEvent => ({
  article: readArticle(item).record,
  date: String(item.sort).slice(0, dayLength),
});

const rangeOf = (section: string | undefined): Range =>
  section === undefined
    ? { index: "byTenant", partition: lists.events, descending: true }
    : { index: "byGroup", partition: lists.eventsOfSection(slugOf(section)), descending: true };

/**
 * Published events, newest first, in one round trip.
 * @param section name or slug of the one section to list
 */
export const listEvents = (
  table: Table,
  section: string | undefined,
  request: PageRequest,
): Promise<Page<ListedEvent>> => readPage(table, [rangeOf(section)], request, readListed, false);

/** Photos of an event among which its cover is searched. */
const coverCandidates = 5;

/** Published events with a cover photo each, which takes a second round trip. */
export const listWithCovers = async (
  table: Table,
  section: string | undefined,
  request: PageRequest,
): Promise<Page<CoveredEvent>> => {
  const { items, next } = await listEvents(table, section, request);
  const covered = items.map(async (event) => ({ ...event, cover: await coverOf(table, event.article.meetingId) }));
  return { items: await Promise.all(covered), next };
};

const coverOf = async (table: Table, meetingId: string): Promise<StoredPhoto | undefined> => {
  const { items } = await table.query({ ...photosOf(meetingId), limit: coverCandidates });
  return items.map(readPhoto).find(isPublicPhoto);
};
