import type { OperationName } from "../../lib/contract/routes.ts";
import type { Size } from "./size.ts";

/**
 * Round figures that cannot be measured here: durations on AWS, sizes of responses and logs. Deliveries of webhooks are
 * left out, since they depend on their receivers.
 */
export const assumed = {
  /** Milliseconds of a warm call without the table, and of each round trip to it: single digits within a region. */
  callMilliseconds: 6,
  roundTripMilliseconds: 8,
  /** One call in a hundred is a cold start, of half a second at most (docs/measured.md has ratios only). */
  coldShare: 0.01,
  coldMilliseconds: 500,
  /** Milliseconds of a batch of the stream: four round trips and the work between them. */
  followMilliseconds: 60,
  /** Milliseconds of a photo at 1,769 MB: as measured on one machine, doubled for its transfer. */
  photoMilliseconds: 1_000,
  /** Units of the check of an uploaded photo, two updates of its record. */
  photoChecked: { read: 2, write: 16 },
  /** Changes published for an uploaded photo: processing, ready. Each costs as much as another change of a photo. */
  photoChanges: 2,
  /** Bytes of an original, and of both renditions together. */
  photoBytes: 5_000_000,
  renditionBytes: 250_000,
  /** Bytes of a response, and of the log of a request: access log, our own line, Lambda's three. */
  responseBytes: 6_000,
  logBytes: 1_200,
  /** Requests of a reader of an event's page: the page and its pictures. Edge caches serve nine of ten readers. */
  requestsOfPage: 8,
  cachedReaders: 9,
  pageBytes: 600_000,
  /** Retention of logs in production, as in `infra/settings.ts`. */
  logDays: 365,
  /** Long polls of a queue by Lambda in a month: five at once, twenty seconds each. */
  pollsOfQueue: (5 * 3 * 60 * 24 * 365) / 12,
  /** Share of requests that X-Ray traces by default. */
  tracedShare: 0.05,
} as const;

/** Calls in a year for each member, meeting, photo or client. */
export type Habit = {
  operation: OperationName;
  /** The measured call of the operation that it costs as much as. */
  like?: string;
  perYear: number;
  of: "member" | "meeting" | "photo" | "client";
  because: string;
};

const days = 365;

/**
 * Calls of a year. These are assumptions: admissions of 3 in a hundred as in the Party's reports, monthly meetings as its
 * statute requires of a cell, the rest is the usual work of an office. Change them here, or the size by the flags.
 */
export const habits: readonly Habit[] = [
  { operation: "putMemberByExternalId", like: "creates", perYear: 0.03, of: "member", because: "is admitted" },
  { operation: "putMemberByExternalId", like: "replaces", perYear: 1, of: "member", because: "data is corrected" },
  { operation: "addHistoryEntry", perYear: 0.1, of: "member", because: "is confirmed, goes elsewhere or leaves" },
  { operation: "getMember", perYear: 24, of: "member", because: "is read twice a month" },
  {
    operation: "listMembers",
    like: "first 50 of a committee",
    perYear: 1,
    of: "member",
    because: "a weekly list, by fifty",
  },
  { operation: "listMembers", like: "of a cell", perYear: 2, of: "member", because: "its cell is listed, by twenty" },
  { operation: "listMembers", like: "by two words of a name", perYear: 2, of: "member", because: "is searched for" },
  {
    operation: "getStatistics",
    like: "of a committee",
    perYear: 4,
    of: "member",
    because: "figures of cells and committees, monthly",
  },
  {
    operation: "createAward",
    like: "to ten members",
    perYear: 0.03,
    of: "member",
    because: "every third is honoured, in tens",
  },
  { operation: "listAwards", like: "of a member", perYear: 0.5, of: "member", because: "awards are read" },
  { operation: "putMeetingByExternalId", like: "creates", perYear: 1, of: "meeting", because: "is entered" },
  {
    operation: "putMeetingByExternalId",
    like: "replaces",
    perYear: 2,
    of: "meeting",
    because: "is planned, then held",
  },
  { operation: "putAgenda", perYear: 1, of: "meeting", because: "has an agenda" },
  { operation: "addAttendees", like: "ten members", perYear: 2, of: "meeting", because: "twenty attend" },
  { operation: "addDocument", perYear: 1, of: "meeting", because: "has minutes or a report" },
  { operation: "addVote", like: "with its base", perYear: 0.5, of: "meeting", because: "every second votes" },
  { operation: "addGuidance", perYear: 0.5, of: "meeting", because: "a superior speaks at some" },
  {
    operation: "getMeeting",
    like: "with all its parts",
    perYear: 20,
    of: "meeting",
    because: "each attendee looks once",
  },
  { operation: "listMeetings", like: "of a committee", perYear: 10, of: "meeting", because: "calendars" },
  { operation: "announcePhoto", perYear: 1, of: "photo", because: "is uploaded" },
  { operation: "updatePhoto", perYear: 0.5, of: "photo", because: "gets a caption" },
  { operation: "getPhoto", perYear: 5, of: "photo", because: "is read" },
  {
    operation: "putArticle",
    like: "a draft",
    perYear: 0.1,
    of: "meeting",
    because: "every tenth has an article, written once",
  },
  { operation: "updateArticle", like: "a draft", perYear: 0.2, of: "meeting", because: "and changed twice" },
  { operation: "publishArticle", perYear: 0.1, of: "meeting", because: "and published" },
  { operation: "getEvent", perYear: 10, of: "meeting", because: "its page, where no cache has it: 100 of an article" },
  { operation: "listEvents", perYear: 2, of: "meeting", because: "the list of events, where no cache has it" },
  { operation: "issueToken", perYear: 24 * days, of: "client", because: "a token an hour" },
  { operation: "listChanges", perYear: 24 * days, of: "client", because: "follows the feed, every hour" },
];

const countOf = (size: Size, of: Habit["of"]): number =>
  ({ member: size.members, meeting: size.meetings, photo: size.photos, client: size.clients })[of];

/** Calls in a month. */
export const callsAMonth = (size: Size, { perYear, of }: Habit): number => (perYear * countOf(size, of)) / 12;
