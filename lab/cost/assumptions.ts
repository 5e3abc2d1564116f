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
} as const;

/** Calls in a year for each member, meeting, photo or client. */
export type Habit = {
  operation: OperationName;
  /** The measured call of the operation that it costs as much as. */
  like: string;
  perYear: number;
  of: "member" | "meeting" | "photo" | "client";
};

const hoursOfYear = 24 * 365;

/**
 * Calls of a year. These are assumptions: admissions of 3 in a hundred as in the Party's reports, monthly meetings as its
 * statute requires of a cell, the rest is the usual work of an office. Change them here, or the size by the flags.
 */
const callsOf: Readonly<Record<Habit["of"], readonly (readonly [OperationName, string, number])[]>> = {
  member: [
    ["putMemberByExternalId", "creates", 0.03], // is admitted
    ["putMemberByExternalId", "replaces", 1], // data is corrected
    ["addHistoryEntry", "", 0.1], // is confirmed, goes elsewhere or leaves
    ["getMember", "", 24], // is read twice a month
    ["listMembers", "first 50 of a committee", 1], // a weekly list, by fifty
    ["listMembers", "of a cell", 2], // its cell is listed, by twenty
    ["listMembers", "by two words of a name", 2], // is searched for
    ["getStatistics", "of a committee", 4], // figures of cells and committees, monthly
    ["createAward", "to ten members", 0.03], // every third is honoured, in tens
    ["listAwards", "of a member", 0.5], // awards are read
  ],
  meeting: [
    ["putMeetingByExternalId", "creates", 1], // is entered
    ["putMeetingByExternalId", "replaces", 2], // is planned, then held
    ["putAgenda", "", 1], // has an agenda
    ["addAttendees", "ten members", 2], // twenty attend
    ["addDocument", "", 1], // has minutes or a report
    ["addVote", "with its base", 0.5], // every second votes
    ["addGuidance", "", 0.5], // a superior speaks at some
    ["getMeeting", "with all its parts", 20], // each attendee looks once
    ["listMeetings", "of a committee", 10], // calendars
    ["putArticle", "a draft", 0.1], // every tenth has an article, written once
    ["updateArticle", "a draft", 0.2], // and changed twice
    ["publishArticle", "", 0.1], // and published
    ["getEvent", "", 10], // its page, where no cache has it: 100 of an article
    ["listEvents", "", 2], // the list of events, where no cache has it
  ],
  photo: [
    ["announcePhoto", "", 1], // is uploaded
    ["updatePhoto", "", 0.5], // gets a caption
    ["getPhoto", "", 5], // is read
  ],
  client: [
    ["issueToken", "", hoursOfYear], // a token an hour
    ["listChanges", "", hoursOfYear], // follows the feed, every hour
  ],
};

export const habits: readonly Habit[] = Object.entries(callsOf).flatMap(([of, calls]) =>
  calls.map(([operation, like, perYear]) => ({ operation, like, perYear, of: of as Habit["of"] })),
);

/** Calls in a month. */
export const callsAMonth = (size: Size, { perYear, of }: Habit): number => (perYear * size[`${of}s`]) / 12;
