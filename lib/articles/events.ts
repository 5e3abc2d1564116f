import * as z from "zod/mini";
import { awardsOfMeeting } from "../awards/ranges.ts";
import type { Meeting } from "../meetings/schema.ts";
import { type Vote, voteRecord } from "../meetings/vote-schema.ts";
import { readCounts } from "../organisations/counts.ts";
import { publicNames, readPublicNames } from "../organisations/public-names.ts";
import { readPhoto } from "../photos/items.ts";
import type { StoredPhoto, StoredRendition } from "../photos/schema.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { meetingOfPhoto, tenantIdFromId } from "../shared/ids.ts";
import { slugOf } from "../shared/slug.ts";
import type { Counts } from "../statistics/reads.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import {
  isPublicPhoto,
  isSlug,
  type ListedEvent,
  latest,
  type NamedEvent,
  publishedPage,
  readListed,
  withName,
} from "./event-lists.ts";
import type { Article } from "./schema.ts";
import { readSlugGuard } from "./slug-guards.ts";

type Reads = Pick<Table, "get" | "getMany" | "query">;

/** The contents of an event's page. */
export type PublishedEvent = {
  article: Article;
  meeting: Meeting;
  /** Name of the meeting's organisation, where that is public. */
  organiser: string | undefined;
  /** Public photos that are ready, in their order. */
  photos: readonly StoredPhoto[];
  figures: Figures;
  /** When article, meeting or photos last changed. */
  updatedAt: string;
  /** Other events of the section, newest first; with their organisations where a headline occurs twice. */
  related: readonly NamedEvent[];
};

/** Other events of the section that a page links to. */
const relatedMaximum = 4;

/**
 * The event of a slug in two round trips: the guard of the slug contains meeting, organisation, day and section, by which all
 * else is read in parallel. A third only where one of them changed since the article was written. `gone` where the event
 * was published and is deleted.
 */
export const findEvent = async (table: Reads, slug: string): Promise<PublishedEvent | "gone" | undefined> => {
  const found = isSlug(slug) ? await table.get(keys.slug(slug)) : undefined;
  if (!found) return undefined;
  const guard = readSlugGuard(found);
  if (guard === "gone") return guard;
  const { meetingId } = guard;
  const { pk } = keys.meeting(meetingId);
  const [[meta, item, organiser], counts, photos, voted, guidance, awards, related] = await Promise.all([
    table.getMany([keys.meeting(meetingId), keys.article(meetingId), keys.organisation(guard.organisationId)]),
    readFigures(table, guard),
    readAll(table, { partition: pk, prefix: "PHO#" }),
    // Figures may be read eventually consistent; items that decide what is public may not.
    readAll(table, { partition: pk, prefix: "VOTE#", consistency: "eventual" }),
    readAll(table, { partition: pk, prefix: "GUI#", consistency: "eventual" }),
    readAll(table, awardsOfMeeting(meetingId)),
    readSection(table, guard.section),
  ]);
  const page = publishedPage(slug, meta, item);
  if (!page) return undefined;
  const { meeting, article, changedAt } = page;
  const shown = publicPhotos(photos);
  const isSame = meeting.organisationId === guard.organisationId && meeting.date === guard.date;
  const section = slugOf(article.section);
  const [about, others] = await Promise.all([
    isSame ? { organiser, counts } : readAbout(table, meeting),
    section === guard.section ? related : readSection(table, section),
  ]);
  return {
    article,
    meeting,
    organiser: publicNames([about.organiser]).get(meeting.organisationId),
    photos: shown,
    figures: figuresOf({ counts: about.counts, votes: voted, awards, guidance }),
    updatedAt: latest(article.updatedAt, changedAt, meeting.updatedAt, ...shown.map(({ record }) => record.updatedAt)),
    related: await toldApart(table, others.filter((other) => other.article.slug !== slug).slice(0, relatedMaximum)),
  };
};

/** Only events of one headline, such as the congresses of all cells, take another round trip. */
const toldApart = async (table: Reads, events: readonly ListedEvent[]): Promise<NamedEvent[]> => {
  const isRepeated = new Set(events.map(({ article }) => article.headline)).size < events.length;
  const organisations = isRepeated ? events.map(({ occasion }) => occasion.organisationId) : [];
  const names = await readPublicNames(table, organisations);
  return events.map((event) => withName(event, names));
};

/** The organisation and day whose figures a page contains. */
type MeetingDay = Pick<Meeting, "organisationId" | "date">;

const readFigures = (table: Reads, { organisationId, date }: MeetingDay) => {
  const query = { organisationId, tenantId: tenantIdFromId(organisationId), day: date };
  return readCounts(table, query, { consistency: "eventual" });
};

/** The organisation and its figures on the day. */
const readAbout = async (table: Reads, meetingDay: MeetingDay) => {
  const [organiser, counts] = await Promise.all([
    table.get(keys.organisation(meetingDay.organisationId)),
    readFigures(table, meetingDay),
  ]);
  return { organiser, counts };
};

const readSection = async (table: Reads, section: string): Promise<ListedEvent[]> => {
  const partition = lists.eventsOfSection(section);
  const limit = relatedMaximum + 1;
  const { items } = await table.query({ index: "byGroup", partition, descending: true, limit });
  return items.map(readListed);
};

/** The photos are read from the table, since their index could still contain one that is no longer public; so they are sorted here. */
const publicPhotos = (items: readonly Item[]): StoredPhoto[] =>
  [...items]
    .sort((a, b) => Buffer.compare(Buffer.from(String(a.sort)), Buffer.from(String(b.sort))))
    .map(readPhoto)
    .filter(isPublicPhoto);

/**
 * A rendition of a photo on the page of a slug, in one round trip: the id of the photo contains the meeting. Undefined where
 * there is no such page, or the photo is not on it.
 */
export const findEventPhoto = async (
  table: Pick<Table, "getMany">,
  slug: string,
  photoId: string,
  rendition: string,
): Promise<StoredRendition | undefined> => {
  const meetingId = meetingOfPhoto(photoId);
  if (meetingId === "" || !isSlug(slug)) return undefined;
  const wanted = [keys.meeting(meetingId), keys.article(meetingId), keys.photo(meetingId, photoId)];
  const [meta, article, item] = await table.getMany(wanted);
  const photo = item && readPhoto(item);
  if (!photo || !isPublicPhoto(photo) || !publishedPage(slug, meta, article)) return undefined;
  return photo.renditions.find(({ name }) => name === rendition);
};

/**
 * Figures of an event: of the organisation on the day, and of votes and awards. They may count records that are not public,
 * since they name nobody.
 */
export type Figures = {
  members: { total: number; official: number; probationary: number };
  cells: number;
  votes: readonly Pick<Vote, "share" | "adopted">[];
  awards: { collective: number; individual: number };
  guidance: number;
};

/** Fields that are counted of a vote and of an award. */
const countedVote = z.pick(voteRecord, { share: true, adopted: true });
const countedAward = z.object({ recipients: z.array(z.object({ memberId: z.optional(z.string()) })) });

/** The counters of the day, and the items of the meeting. */
type CountedItems = { counts: Counts; votes: readonly Item[]; awards: readonly Item[]; guidance: readonly Item[] };

export const figuresOf = (counted: CountedItems): Figures => {
  const [total, official] = [counted.counts.total("members"), counted.counts.total("official")];
  const recipients = counted.awards.flatMap((item) => decodeStored(countedAward, item).recipients);
  const individual = recipients.filter(({ memberId }) => memberId !== undefined).length;
  return {
    members: { total, official, probationary: total - official },
    cells: counted.counts.total("cells"),
    votes: counted.votes.map((item) => decodeStored(countedVote, item)),
    awards: { collective: recipients.length - individual, individual },
    guidance: counted.guidance.length,
  };
};
