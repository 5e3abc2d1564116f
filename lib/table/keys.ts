import type { Key } from "./write.ts";

/**
 * Every key of the table beside the access pattern it serves. `pk` and `sk` are the table's; `inHome`, `inUnit` and
 * `inGroup` are the partitions of the indexes, all sorted by `sort`. Ids hold no `#`; free text stands last.
 */
export const keys = {
  /** The organisation itself. Read one; replace at its version. */
  organisation: (id: string): Key => ({ pk: `ORG#${id}`, sk: "META" }),
  /** The tree of a home: its superiors and its units. Read for scope and for parents; changed with its units. */
  tree: (tenantId: string): Key => ({ pk: `ORG#${tenantId}`, sk: "TREE" }),
  /** Counters of an organisation by year; how many records depend on it; where it hangs. Added to by every write that counts. */
  tally: (id: string): Key => ({ pk: `ORG#${id}`, sk: "TALLY" }),
  /** Counters of an organisation by month of a year. */
  tallyOfYear: (id: string, year: string): Key => ({ pk: `ORG#${id}`, sk: `TALLY#${year}` }),
  /** Counters of an organisation by day of a month (`2023-12`). */
  tallyOfMonth: (id: string, month: string): Key => ({ pk: `ORG#${id}`, sk: `TALLY#${month}` }),
  /** What a home has carried of one of its tally items to the superior above. Read and replaced by the roll-up. */
  carried: (tenantId: string, tallySk: string): Key => ({ pk: `ORG#${tenantId}`, sk: `CARRIED#${tallySk}` }),
  /** A move of an organisation in use. Query all by `MOVE#`, by their day, then in order of arrival. */
  move: (id: string, on: string, moveId: string): Key => ({ pk: `ORG#${id}`, sk: `MOVE#${on}#${moveId}` }),
  /** A member, with what the history says of the standing on any day. Read one; replace at its version. */
  member: (id: string): Key => ({ pk: `MEM#${id}`, sk: "META" }),
  /** How many attendances, awards and ratings name a member, and whether the person is to be erased. Looked at by both. */
  memberReferences: (id: string): Key => ({ pk: `MEM#${id}`, sk: "REF" }),
  /** An entry of a member's history. Read one; query all by `HISTORY#`, in order of arrival. */
  memberHistory: (id: string, entryId: string): Key => ({ pk: `MEM#${id}`, sk: `HISTORY#${entryId}` }),
  /** That somebody was given all that is kept about a member: told in the audit; expires. */
  memberExport: (id: string, exportId: string): Key => ({ pk: `MEM#${id}`, sk: `EXPORT#${exportId}` }),
  /** That a vote or a photo names a member: `VOTE#…` by its meeting and id, `PHO#…` by its id. Query all by `NAMED#`. */
  memberNamed: (id: string, part: Key): Key => ({ pk: `MEM#${id}`, sk: `NAMED#${part.sk}#${part.pk}` }),
  /** That a member's personal data is to be erased, and how far that has come. */
  memberErasure: (id: string): Key => ({ pk: `MEM#${id}`, sk: "ERASURE" }),
  /** A member number, unique in its home. Guard. */
  memberNumber: (tenantId: string, number: string): Key => ({
    pk: `GUARD#${tenantId}#member-number#${number}`,
    sk: "GUARD",
  }),
  /** A meeting. Read one; replace at its version; stands without content while the parts of a deleted one are taken away. */
  meeting: (id: string): Key => ({ pk: `MTG#${id}`, sk: "META" }),
  /** How many awards name a meeting, and how many parts it has: it stands exactly as long as parts may come. */
  meetingReferences: (id: string): Key => ({ pk: `MTG#${id}`, sk: "REF" }),
  /** The agenda of a meeting, whole. */
  agenda: (id: string): Key => ({ pk: `MTG#${id}`, sk: "AGENDA" }),
  /** Which members attend a meeting, each with the attendee: a member attends once. Added to on condition. */
  attendance: (id: string): Key => ({ pk: `MTG#${id}`, sk: "ATTENDANCE" }),
  /** Parts of a meeting. Read one; query all of a kind by `ATT#`, `DOC#`, `VOTE#` or `GUI#`, in order of entry. */
  attendee: (id: string, attendeeId: string): Key => ({ pk: `MTG#${id}`, sk: `ATT#${attendeeId}` }),
  document: (id: string, documentId: string): Key => ({ pk: `MTG#${id}`, sk: `DOC#${documentId}` }),
  vote: (id: string, voteId: string): Key => ({ pk: `MTG#${id}`, sk: `VOTE#${voteId}` }),
  guidance: (id: string, guidanceId: string): Key => ({ pk: `MTG#${id}`, sk: `GUI#${guidanceId}` }),
  /** A photo of a meeting. Read one (its id carries the meeting's); query all by `PHO#`. */
  photo: (meetingId: string, photoId: string): Key => ({ pk: `MTG#${meetingId}`, sk: `PHO#${photoId}` }),
  /** The bytes of a photo by their SHA-256, unique in a meeting. Guard. */
  photoBytes: (meetingId: string, sha256: string): Key => ({ pk: `MTG#${meetingId}`, sk: `SHA#${sha256}` }),
  /** The article of a meeting. */
  article: (meetingId: string): Key => ({ pk: `MTG#${meetingId}`, sk: "ARTICLE" }),
  /** The article that a path of the public pages names, unique in all. Guard; looked up by every reader of the page. */
  slug: (slug: string): Key => ({ pk: `GUARD#slug#${slug}`, sk: "GUARD" }),
  /** When a photo that is not finished is to go. Never read: its own expiry is heard of from the stream. */
  photoDue: (meetingId: string, photoId: string): Key => ({ pk: `MTG#${meetingId}`, sk: `PHO-DUE#${photoId}` }),
  /** An award. Read one; replace at its version. */
  award: (id: string): Key => ({ pk: `AWD#${id}`, sk: "META" }),
  /** That a member or an organisation has an award (by the hash of what makes it the same): guard, and by `inGroup` the recipient's list. */
  memberAward: (memberId: string, hash: string): Key => ({ pk: `MEM#${memberId}`, sk: `AWARD#${hash}` }),
  organisationAward: (id: string, hash: string): Key => ({ pk: `ORG#${id}`, sk: `AWARD#${hash}` }),
  /** A client of the API, with what is kept of its secrets. Read one, also for a token; replace at its version. */
  client: (id: string): Key => ({ pk: `CLI#${id}`, sk: "META" }),
  /** A webhook with its secret. Read one; replace at its version. */
  webhook: (id: string): Key => ({ pk: `HOOK#${id}`, sk: "META" }),
  /** How far a webhook has come in its feed, and who delivers. Read beside the webhook; changed with every delivery. */
  webhookState: (id: string): Key => ({ pk: `HOOK#${id}`, sk: "STATE" }),
  /** An attempt of a webhook to deliver. Query by `DELIVERY#`, newest first; expires. */
  delivery: (id: string, deliveryId: string): Key => ({ pk: `HOOK#${id}`, sk: `DELIVERY#${deliveryId}` }),
  /** An external id of a record, unique for its kind in its scope (home, or parent above homes). Look up; guard. */
  externalId: (scope: string, kind: string, source: string, externalId: string): Key => ({
    pk: `GUARD#${scope}#external#${kind}#${source}#${externalId}`,
    sk: "GUARD",
  }),
  /** Where the feed of a home (or `ROOT`) ends, and how many webhooks follow it. Read and moved with every append. */
  feedEnd: (feed: string): Key => ({ pk: `FEED#${feed}`, sk: "END" }),
  /** An entry of a feed by its number, without gaps. Read one; query each of `feedLanes` from a number on. */
  feedEntry: (feed: string, number: number): Key => ({
    pk: number < shardedFrom ? `FEED#${feed}` : laneOf(feed, number % shardCount),
    sk: `ENTRY#${feedNumber(number)}`,
  }),
  /** The first entry that a feed was given on a day: where a search by time begins. */
  feedDay: (feed: string, day: string): Key => ({ pk: `FEED#${feed}`, sk: `DAY#${day}` }),
  /** What changed in one change of a record: guard against telling it twice; by record or what it is a part of, since it is erased so. */
  change: (record: Key, changeId: string): Key => ({ pk: `CHANGE#${idIn(record)}`, sk: changeId }),
  /** Who deleted a record, when, and where it had been. Read when the deletion is told; expires. */
  deletion: (record: Key): Key => ({ pk: `GONE#${record.pk}#${record.sk}`, sk: "GONE" }),
  /** What a request with an Idempotency-Key answered. Looked up beside the first reads; written with the effect. */
  idempotency: (once: { clientId: string; route: string; key: string }): Key => ({
    pk: `ONCE#${once.clientId}#${once.route}#${once.key}`,
    sk: "ONCE",
  }),
} as const;

/** The id in the partition of a record, which no record of another kind has. */
const idIn = ({ pk }: Key) => pk.slice(pk.indexOf("#") + 1);

/**
 * A feed that has told so many changes tells of a large part of a nation, and one partition takes 500 a second: from here on
 * its entries take turns in several (`docs/decisions/027`). It follows from the number alone, so no reader has to ask.
 */
export const shardedFrom = 1_000_000;
export const shardCount = 8;

const laneOf = (feed: string, lane: number) => `FEED#${feed}#${lane}`;

/** The partitions in which entries of a feed stand from a number on; below `lanesFrom` those up to there. */
export const feedShards = (feed: string, from: number): string[] =>
  from < shardedFrom
    ? [keys.feedEntry(feed, from).pk]
    : Array.from({ length: shardCount }, (_, lane) => laneOf(feed, lane));

/** Numbers of a feed sort as text; at a thousand changes a second twelve digits last 31 years. */
const feedNumber = (number: number) => String(number).padStart(12, "0");

/** Index partitions: lists of a home, lists of one organisation, and one more grouping. */
export const lists = {
  /** All records of a kind in a home: list by home; by a department, filtered through the tree. */
  inTenant: (tenantId: string, list: string) => `${tenantId}#${list}`,
  /** Records of a kind that belong to one organisation; organisations by their parent (`ROOT` above the tops). */
  inUnit: (organisation: string, list: string) => `${organisation}#${list}`,
  /** Meetings of a home by their kind. */
  ofKind: (tenantId: string, list: string, kind: string) => `${tenantId}#${list}#${kind}`,
  /** What belongs to a meeting in an order of its own: guidance by number; awards. */
  ofMeeting: (meetingId: string, list: string) => `${meetingId}#${list}`,
  /** Published articles of public meetings, newest event first; and those of one section, by its slug. */
  events: "events",
  eventsOfSection: (section: string) => `events#${section}`,
  /** Attendances of a member, in whatever meeting. */
  ofPerson: (memberId: string) => `${memberId}#attendee`,
  /** Awards that a member or an organisation received. */
  ofRecipient: (kind: "member" | "organisation", recipientId: string) => `${recipientId}#awards-of-${kind}`,
} as const;

/** Stands for the root where an organisation id is expected. */
export const root = "ROOT";
