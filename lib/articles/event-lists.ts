import * as z from "zod/mini";
import { readMeeting, readTombstone } from "../meetings/items.ts";
import { publicNames, readPublicNames } from "../organisations/public-names.ts";
import { photosOf, readPhoto } from "../photos/items.ts";
import type { StoredPhoto } from "../photos/schema.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { slugOf } from "../shared/slug.ts";
import { keys, lists } from "../table/keys.ts";
import { readPage } from "../table/page.ts";
import type { Range } from "../table/range.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { type Occasion, occasionFields, readArticle } from "./items.ts";
import type { Article } from "./schema.ts";
import { readSlugGuard } from "./slug-guards.ts";

const slugForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The meeting and its article, where they are published at this slug. */
export const publishedPage = (slug: string, meta: Item | undefined, item: Item | undefined) => {
  if (!meta || readTombstone(meta) || !item) return undefined;
  const meeting = readMeeting(meta).record;
  const article = readArticle(item).record;
  const isPage = meeting.visibility === "public" && article.status === "published" && article.slug === slug;
  return isPage ? { meeting, article, changedAt: readChangedAt(item) } : undefined;
};

export const isSlug = (text: string) => slugForm.test(text);

/** Whether a public page can contain a photo. */
export const isPublicPhoto = ({ record, renditions }: StoredPhoto) =>
  record.visibility === "public" && record.status === "ready" && renditions.length > 0;

/** An event in a list. */
export type ListedEvent = {
  article: Article;
  /** Of articles that were written before lists showed more of the meeting, the day alone. */
  occasion: Pick<Occasion, "date"> & Partial<Occasion>;
  /** When article, meeting or photos last changed. */
  updatedAt: string;
  /** Position in its list. */
  position: string;
};

/** An event in a list with the name of its organisation, where that is public. */
export type NamedEvent = ListedEvent & { organisation: string | undefined };

/** An event in a list with its first public photo, where there is one among the first few. */
export type CoveredEvent = NamedEvent & { cover: StoredPhoto | undefined };

const listedItem = z.object({ sort: z.string(), occasion: z.optional(occasionFields) });
const changedItem = z.object({ changedAt: z.optional(z.string()) });
const dayLength = "2023-12-26".length;

const readChangedAt = (item: Item) => decodeStored(changedItem, item).changedAt;

/** The latest of some instants. */
export const latest = (first: string, ...others: readonly (string | undefined)[]): string =>
  others.reduce<string>((last, one) => (one !== undefined && one > last ? one : last), first);

export const readListed = (item: Item): ListedEvent => {
  const { sort, occasion = { date: sort.slice(0, dayLength) } } = decodeStored(listedItem, item);
  const article = readArticle(item).record;
  return { article, occasion, updatedAt: latest(article.updatedAt, readChangedAt(item)), position: sort };
};

const rangeOf = (section: string | undefined): Range =>
  section === undefined
    ? { index: "byTenant", partition: lists.events }
    : { index: "byGroup", partition: lists.eventsOfSection(slugOf(section)) };

/** A page of events: those older than a position, or those newer than one; the newest without either. */
export type EventPageRequest = { limit: number; olderThan?: string | undefined; newerThan?: string | undefined };
/** `older` and `newer`: the positions of the pages on both sides, if there may be events. */
export type EventPage<Event> = { items: Event[]; older: string | undefined; newer: string | undefined };

/**
 * Published events, newest event first, in one round trip.
 * @param section name or slug of the one section to list
 */
export const listEvents = async (
  table: Table,
  section: string | undefined,
  { limit, olderThan, newerThan }: EventPageRequest,
): Promise<EventPage<ListedEvent>> => {
  const range = { ...rangeOf(section), descending: newerThan === undefined };
  const { items, next } = await readPage(table, [range], { limit, after: newerThan ?? olderThan }, readListed, false);
  if (newerThan === undefined)
    return { items, older: next, newer: olderThan === undefined ? undefined : items[0]?.position };
  return { items: items.reverse(), older: items.at(-1)?.position ?? newerThan, newer: next };
};

/** Photos of an event among which its cover is searched. */
const coverCandidates = 5;

/** Published events with the name of their organisation and a cover photo each, which takes a second round trip. */
export const listWithCovers = async (
  table: Table,
  section: string | undefined,
  request: EventPageRequest,
): Promise<EventPage<CoveredEvent>> => {
  const page = await listEvents(table, section, request);
  const [names, covers] = await Promise.all([
    readPublicNames(
      table,
      page.items.map(({ occasion }) => occasion.organisationId),
    ),
    Promise.all(page.items.map(({ article }) => coverOf(table, article.meetingId))),
  ]);
  const items = page.items.map((event, i) => ({ ...withName(event, names), cover: covers[i] }));
  return { ...page, items };
};

export const withName = (event: ListedEvent, names: ReadonlyMap<string, string>): NamedEvent => ({
  ...event,
  organisation: names.get(event.occasion.organisationId ?? ""),
});

const coverOf = async (table: Table, meetingId: string): Promise<StoredPhoto | undefined> => {
  const { items } = await table.query({ ...photosOf(meetingId), limit: coverCandidates });
  return items.map(readPhoto).find(isPublicPhoto);
};

/** Entries of the feed: with an organisation each they are one batch, and more than is published between two polls. */
const feedEntries = 50;

/** The events of the latest first publications, newest publication first, in two round trips. */
export const readFeed = async (table: Pick<Table, "query" | "getMany">): Promise<NamedEvent[]> => {
  const { items } = await table.query({
    index: "byTenant",
    partition: lists.eventsByPublication,
    descending: true,
    limit: feedEntries,
  });
  const guards = items.map(readSlugGuard).filter((guard) => guard !== "gone");
  const organisations = [...new Set(guards.map(({ organisationId }) => organisationId))];
  const wanted = [
    ...guards.map(({ meetingId }) => keys.article(meetingId)),
    ...organisations.map((id) => keys.organisation(id)),
  ];
  const found = await table.getMany(wanted, { consistency: "eventual" });
  const names = publicNames(found.slice(guards.length));
  // The index may lag behind an article that was unpublished.
  const listed = found.slice(0, guards.length).flatMap((item) => (item?.inTenant === lists.events ? [item] : []));
  return listed.map((item) => withName(readListed(item), names));
};
