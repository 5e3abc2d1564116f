import type { Key } from "./write.ts";

/**
 * Every key of the table with its access pattern. `pk` and `sk` are the keys of the table; `inTenant`, `inUnit` and `inGroup`
 * are the partitions of the indexes, all sorted by `sort`. Ids contain no `#`; free text comes last.
 */
export const keys = {
  /** An organisation. Get; replace at its version. */
  organisation: (id: string): Key => ({ pk: `ORG#${id}`, sk: "META" }),
  /** The tree of a tenant: its superiors and its units. Get to authorize and to find parents; updated with its units. */
  tree: (tenantId: string): Key => ({ pk: `ORG#${tenantId}`, sk: "TREE" }),
  /** Counters of an organisation by year, its reference count and its placement version. Added to by writes that count. */
  tally: (id: string): Key => ({ pk: `ORG#${id}`, sk: "TALLY" }),
  /** Counters of an organisation by month of a year. */
  tallyOfYear: (id: string, year: string): Key => ({ pk: `ORG#${id}`, sk: `TALLY#${year}` }),
  /** Counters of an organisation by day of a month (`2023-12`). */
  tallyOfMonth: (id: string, month: string): Key => ({ pk: `ORG#${id}`, sk: `TALLY#${month}` }),
  /** The ids of changes of a tenant that its tallies do not count yet. Get with them; updated by every staged change. */
  stagedChanges: (tenantId: string): Key => ({ pk: `ORG#${tenantId}`, sk: "STAGED" }),
  /** A change too large for one transaction. Get; replaced and deleted as it is applied. */
  stagedChange: (tenantId: string, id: string): Key => ({ pk: `ORG#${tenantId}`, sk: `STAGED#${id}` }),
  /** What a tenant has rolled up of one of its tally items. Get and replaced by the roll-up. */
  rollUpCheckpoint: (tenantId: string, tallySk: string): Key => ({ pk: `ORG#${tenantId}`, sk: `CARRIED#${tallySk}` }),
  /** A move of an organisation in use. Query by `MOVE#`, sorted by day, then by entry. */
  move: (id: string, on: string, moveId: string): Key => ({ pk: `ORG#${id}`, sk: `MOVE#${on}#${moveId}` }),
  /** A member, with what determines the standing on any day. Get; replace at its version. */
  member: (id: string): Key => ({ pk: `MEM#${id}`, sk: "META" }),
  /** The reference count of a member, and whether an erasure is requested. Condition of references. */
  memberReferences: (id: string): Key => ({ pk: `MEM#${id}`, sk: "REF" }),
  /** An entry of a member's history. Get; query by `HISTORY#`, sorted by entry. */
  memberHistory: (id: string, entryId: string): Key => ({ pk: `MEM#${id}`, sk: `HISTORY#${entryId}` }),
  /** An export of a member's data, for the audit; expires. */
  memberExport: (id: string, exportId: string): Key => ({ pk: `MEM#${id}`, sk: `EXPORT#${exportId}` }),
  /** A backlink from a member to a vote or photo that names it. Query by `NAMED#`. */
  memberNamed: (id: string, part: Key): Key => ({ pk: `MEM#${id}`, sk: `NAMED#${part.sk}#${part.pk}` }),
  /** The erasure of a member and its progress. */
  memberErasure: (id: string): Key => ({ pk: `MEM#${id}`, sk: "ERASURE" }),
  /** A member number, unique in its tenant. Guard. */
  memberNumber: (tenantId: string, number: string): Key => ({
    pk: `GUARD#${tenantId}#member-number#${number}`,
    sk: "GUARD",
  }),
  /** A meeting. Get; replace at its version. A tombstone while the parts of a deleted one are deleted. */
  meeting: (id: string): Key => ({ pk: `MTG#${id}`, sk: "META" }),
  /** The reference count of a meeting and the number of its parts. Exists as long as parts may be added. */
  meetingReferences: (id: string): Key => ({ pk: `MTG#${id}`, sk: "REF" }),
  /** The entry of a planned public meeting in the public calendar. Listed by day. */
  calendarEntry: (id: string): Key => ({ pk: `MTG#${id}`, sk: "CALENDAR" }),
  /** The agenda of a meeting. */
  agenda: (id: string): Key => ({ pk: `MTG#${id}`, sk: "AGENDA" }),
  /** Attendee ids of a meeting by member. Guard: a member attends once. */
  attendance: (id: string): Key => ({ pk: `MTG#${id}`, sk: "ATTENDANCE" }),
  /** Parts of a meeting. Get; query a kind by `ATT#`, `DOC#`, `VOTE#` or `GUI#`, sorted by entry. */
  attendee: (id: string, attendeeId: string): Key => ({ pk: `MTG#${id}`, sk: `ATT#${attendeeId}` }),
  document: (id: string, documentId: string): Key => ({ pk: `MTG#${id}`, sk: `DOC#${documentId}` }),
  vote: (id: string, voteId: string): Key => ({ pk: `MTG#${id}`, sk: `VOTE#${voteId}` }),
  guidance: (id: string, guidanceId: string): Key => ({ pk: `MTG#${id}`, sk: `GUI#${guidanceId}` }),
  /** A photo of a meeting, whose id it contains. Get; query by `PHO#`. */
  photo: (meetingId: string, photoId: string): Key => ({ pk: `MTG#${meetingId}`, sk: `PHO#${photoId}` }),
  /** The SHA-256 of a photo, unique in its meeting. Guard. */
  photoBytes: (meetingId: string, sha256: string): Key => ({ pk: `MTG#${meetingId}`, sk: `SHA#${sha256}` }),
  /** The article of a meeting. */
  article: (meetingId: string): Key => ({ pk: `MTG#${meetingId}`, sk: "ARTICLE" }),
  /** The article of a slug, which is unique and never given to another event. Guard; get for every view of its page. */
  slug: (slug: string): Key => ({ pk: `GUARD#slug#${slug}`, sk: "GUARD" }),
  /** When an unfinished photo expires. Never read: its expiry arrives through the stream. */
  photoDue: (meetingId: string, photoId: string): Key => ({ pk: `MTG#${meetingId}`, sk: `PHO-DUE#${photoId}` }),
  /** An award. Get; replace at its version. */
  award: (id: string): Key => ({ pk: `AWD#${id}`, sk: "META" }),
  /** An award of a recipient, by the hash of its identity. Guard; by `inGroup` the list of the recipient. */
  memberAward: (memberId: string, hash: string): Key => ({ pk: `MEM#${memberId}`, sk: `AWARD#${hash}` }),
  organisationAward: (id: string, hash: string): Key => ({ pk: `ORG#${id}`, sk: `AWARD#${hash}` }),
  /** An API client and its hashed secrets. Get, also to issue tokens; replace at its version. */
  client: (id: string): Key => ({ pk: `CLI#${id}`, sk: "META" }),
  /** The failed attempts of a network to get a token in a minute. Counted by an update; expires. */
  failedAttempts: (network: string, minute: number): Key => ({ pk: `FAILED#${network}#${minute}`, sk: "ATTEMPTS" }),
  /** A webhook with its secret. Get; replace at its version. */
  webhook: (id: string): Key => ({ pk: `HOOK#${id}`, sk: "META" }),
  /** The position of a webhook in its feed, and its lease. Get with the webhook; updated by every delivery. */
  webhookState: (id: string): Key => ({ pk: `HOOK#${id}`, sk: "STATE" }),
  /** A delivery attempt of a webhook. Query by `DELIVERY#`, newest first; expires. */
  delivery: (id: string, deliveryId: string): Key => ({ pk: `HOOK#${id}`, sk: `DELIVERY#${deliveryId}` }),
  /** An external id, unique for its kind in its scope (tenant, or parent of a tenant). Get; guard. */
  externalId: (scope: string, kind: string, source: string, externalId: string): Key => ({
    pk: `GUARD#${scope}#external#${kind}#${source}#${externalId}`,
    sk: "GUARD",
  }),
  /** The keyed hash of an external id of an erased member. Condition of writes by which a member gains an external id. */
  erasedId: (hash: string): Key => ({ pk: `ERASED-ID#${hash}`, sk: "GUARD" }),
  /** The end of the feed of a tenant (or `ROOT`), and the number of its webhooks. Get and updated by every append. */
  feedEnd: (feed: string): Key => ({ pk: `FEED#${feed}`, sk: "END" }),
  /** An entry of a feed by its number, without gaps. Get; query each of `feedShards` from a number. */
  feedEntry: (feed: string, number: number): Key => ({
    pk: number < shardedFrom ? `FEED#${feed}` : shardOf(feed, number % shardCount),
    sk: `ENTRY#${feedNumber(number)}`,
  }),
  /** The first entry of a feed on a day: the start of a search by time. */
  feedDay: (feed: string, day: string): Key => ({ pk: `FEED#${feed}`, sk: `DAY#${day}` }),
  /** The details of a change, by its record or the owner of that, for erasure. Guard against publishing it twice. */
  change: (record: Key, changeId: string): Key => ({ pk: `CHANGE#${idIn(record)}`, sk: changeId }),
  /** A meeting of which changes describe a member. Query the partition to find them, also of deleted parts, for erasure. */
  describedIn: (memberId: string, meeting: Key): Key => ({ pk: `DESCRIBED#${memberId}`, sk: idIn(meeting) }),
  /** The tombstone of a record: who deleted it, when, and its organisation. Get when the deletion is published, and of a deleted member for requests about its data. */
  tombstone: (record: Key): Key => ({ pk: `GONE#${record.pk}#${record.sk}`, sk: "GONE" }),
  /** The stored response of a request with an Idempotency-Key. Get with the first reads; written in the transaction. */
  idempotency: (request: { clientId: string; route: string; key: string }): Key => ({
    pk: `ONCE#${request.clientId}#${request.route}#${request.key}`,
    sk: "ONCE",
  }),
} as const;

/** The id in a partition key; ids are unique across kinds. */
const idIn = ({ pk }: Key) => pk.slice(pk.indexOf("#") + 1);

/**
 * From this number on, entries of a feed are spread over several partitions, since one takes 500 writes a second
 * (`docs/decisions/027`). The shard follows from the number alone, so that readers need no look-up.
 */
export const shardedFrom = 1_000_000;
export const shardCount = 8;

const shardOf = (feed: string, shard: number) => `FEED#${feed}#${shard}`;

/** The partitions with the entries of a feed from a number on; below `shardedFrom` the first one only. */
export const feedShards = (feed: string, from: number): string[] =>
  from < shardedFrom
    ? [keys.feedEntry(feed, from).pk]
    : Array.from({ length: shardCount }, (_, shard) => shardOf(feed, shard));

/** Numbers of a feed sort as text; at a thousand changes a second twelve digits last 31 years. */
const feedNumber = (number: number) => String(number).padStart(12, "0");

/** Index partitions: lists of a tenant, lists of an organisation, and one more grouping. */
export const lists = {
  /** Records of a kind in a tenant. */
  inTenant: (tenantId: string, list: string) => `${tenantId}#${list}`,
  /** Records of a kind of one organisation; organisations by their parent (`ROOT` for the top). */
  inUnit: (organisation: string, list: string) => `${organisation}#${list}`,
  /** Meetings of a tenant by their kind. */
  ofKind: (tenantId: string, list: string, kind: string) => `${tenantId}#${list}#${kind}`,
  /** All grassroots committees: the only one is the institution that public pages name. */
  grassrootsCommittees: "grassroots-committees",
  /** Records of a meeting in an order of their own: guidance by number; awards. */
  ofMeeting: (meetingId: string, list: string) => `${meetingId}#${list}`,
  /** Published articles of public meetings, newest event first; and those of one section, by its slug. */
  events: "events",
  eventsOfSection: (section: string) => `events#${section}`,
  /** Slug guards of published articles of public meetings, newest publication first. */
  eventsByPublication: "events-by-publication",
  /** Planned public meetings, by day. */
  calendar: "calendar",
  /** Attendances of a member in all meetings. */
  ofMember: (memberId: string) => `${memberId}#attendee`,
  /** Awards of a member or an organisation. */
  ofRecipient: (kind: "member" | "organisation", recipientId: string) => `${recipientId}#awards-of-${kind}`,
} as const;

/** Replaces the id of an organisation for the root. */
export const root = "ROOT";
