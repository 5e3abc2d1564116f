import type { OperationName } from "../../lib/contract/routes.ts";
import type { Size } from "./size.ts";

/** So many of a call in a year for each member, meeting, photo or client. */
export type Habit = {
  operation: OperationName;
  /** Which of the operation's measured calls it is like. */
  like?: string;
  perYear: number;
  of: "member" | "meeting" | "photo" | "client";
  because: string;
};

const days = 365;

/**
 * What callers do in a year. These are assumptions, not measurements: admissions are the 3 in a hundred that the Party's own
 * reports speak of, meetings are monthly as its charter asks of a cell, the rest is how the systems of product.md would be
 * used by an office. Change them here, or the size by the flags.
 */
export const habits: readonly Habit[] = [
  { operation: "putMemberByExternalId", like: "makes", perYear: 0.03, of: "member", because: "is admitted" },
  { operation: "putMemberByExternalId", like: "replaces", perYear: 1, of: "member", because: "data is corrected" },
  { operation: "addHistoryEntry", perYear: 0.1, of: "member", because: "is confirmed, goes elsewhere or leaves" },
  { operation: "getMember", perYear: 24, of: "member", because: "is looked at twice a month" },
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
  { operation: "listAwards", like: "of a member", perYear: 0.5, of: "member", because: "awards are looked up" },
  { operation: "putMeetingByExternalId", like: "makes", perYear: 1, of: "meeting", because: "is entered" },
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
  { operation: "getPhoto", perYear: 5, of: "photo", because: "is looked at" },
  {
    operation: "putArticle",
    like: "a draft",
    perYear: 0.1,
    of: "meeting",
    because: "every tenth has an article, written once",
  },
  { operation: "updateArticle", like: "a draft", perYear: 0.2, of: "meeting", because: "and changed twice" },
  { operation: "publishArticle", perYear: 0.1, of: "meeting", because: "and published" },
  { operation: "getEvent", perYear: 10, of: "meeting", because: "its page, where no copy was near: 100 of an article" },
  { operation: "listEvents", perYear: 2, of: "meeting", because: "the list of events, where no copy was near" },
  { operation: "issueToken", perYear: 24 * days, of: "client", because: "a token an hour" },
  { operation: "listChanges", perYear: 24 * days, of: "client", because: "follows the feed, every hour" },
];

/** How many of each there are. */
export const countOf = (size: Size, of: Habit["of"]): number =>
  ({ member: size.members, meeting: size.meetings, photo: size.photos, client: size.clients })[of];

/** Calls a month. */
export const callsAMonth = (size: Size, { perYear, of }: Habit): number => (perYear * countOf(size, of)) / 12;
