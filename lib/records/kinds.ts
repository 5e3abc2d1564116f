import { ownerIdOf } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Key } from "../table/write.ts";

/** What every kind of record states about itself; the rest of the service derives from it. */
type KindSpec = {
  /** Where it can be read. `{of}` is the record that it is a part of. */
  path: `/v1/${string}`;
  /** Its key, by the id of the record that it is a part of (for one that is no part, itself) and by its own. */
  key: (of: string, id: string) => Key;
  /** The kind of record that it is a part of: read, listed and deleted with it. */
  partOf?: "member" | "meeting";
  /** In what an external id is unique: the tenant, or the siblings below one parent. Absent: it has none. */
  externalIds?: "tenant" | "siblings";
  /** `owner`: as visible as the record that it is a part of. `administrators`: `dangbo/admin` only. */
  audience: "visibility" | "owner" | "administrators";
  /** Its records can describe members: the export and erasure of a member's data cover them. Absent: they cannot. */
  personalData?: true;
};

/** Every kind of record. Adding one: an entry here, then what the compiler asks for (`docs/house.md`). */
export const recordKinds = {
  organisation: {
    path: "/v1/organisations/{id}",
    key: keys.organisation,
    externalIds: "siblings",
    audience: "visibility",
  },
  member: {
    path: "/v1/members/{id}",
    key: keys.member,
    externalIds: "tenant",
    audience: "visibility",
    personalData: true,
  },
  "history-entry": {
    path: "/v1/members/{of}/history/{id}",
    key: keys.memberHistory,
    partOf: "member",
    audience: "owner",
    personalData: true,
  },
  meeting: { path: "/v1/meetings/{id}", key: keys.meeting, externalIds: "tenant", audience: "visibility" },
  agenda: { path: "/v1/meetings/{of}/agenda", key: keys.agenda, partOf: "meeting", audience: "owner" },
  attendee: {
    path: "/v1/meetings/{of}/attendees/{id}",
    key: keys.attendee,
    partOf: "meeting",
    audience: "owner",
    personalData: true,
  },
  document: { path: "/v1/meetings/{of}/documents/{id}", key: keys.document, partOf: "meeting", audience: "owner" },
  vote: {
    path: "/v1/meetings/{of}/votes/{id}",
    key: keys.vote,
    partOf: "meeting",
    audience: "owner",
    personalData: true,
  },
  guidance: { path: "/v1/meetings/{of}/guidance/{id}", key: keys.guidance, partOf: "meeting", audience: "owner" },
  award: {
    path: "/v1/awards/{id}",
    key: keys.award,
    externalIds: "tenant",
    audience: "visibility",
    personalData: true,
  },
  photo: { path: "/v1/photos/{id}", key: keys.photo, partOf: "meeting", audience: "visibility", personalData: true },
  article: { path: "/v1/meetings/{of}/article", key: keys.article, partOf: "meeting", audience: "owner" },
  client: { path: "/v1/clients/{id}", key: keys.client, externalIds: "tenant", audience: "administrators" },
  webhook: { path: "/v1/webhooks/{id}", key: keys.webhook, externalIds: "tenant", audience: "administrators" },
} as const satisfies Record<string, KindSpec>;

export type RecordKind = keyof typeof recordKinds;
export const recordKindList = Object.keys(recordKinds) as RecordKind[];

/** Kinds that have external ids: found, listed and replaced by them. */
export type ExternalIdKind = {
  [K in RecordKind]: (typeof recordKinds)[K] extends { externalIds: string } ? K : never;
}[RecordKind];

/** Kinds of which records can describe members. */
export type PersonalDataKind = {
  [K in RecordKind]: (typeof recordKinds)[K] extends { personalData: true } ? K : never;
}[RecordKind];

export const hasPersonalData = (kind: RecordKind): kind is PersonalDataKind => "personalData" in recordKinds[kind];

export const specOf = (kind: RecordKind): KindSpec => recordKinds[kind];

/** A record by its key: its kind, its id, and the id and key of the record that it is a part of (itself if of none). */
export type RecordRef = { kind: RecordKind; id: string; of: string; owner: Key };

/** Where a record can be read. */
export const hrefOf = (kind: RecordKind, id: string, of: string = ownerIdOf(id)): string =>
  recordKinds[kind].path.replace("{of}", of).replace("{id}", id);

/** A reference to a record, as responses show it. */
export const refer = (kind: RecordKind, id: string, of?: string) => ({ kind, id, href: hrefOf(kind, id, of) });

const headOf = (text: string) => /^[A-Z]+#?/.exec(text)?.[0] ?? "";
const ownSk = keys.organisation("").sk;

/** Prefixes of the sort keys of records. */
export const recordSortKeyPrefixes: readonly string[] = [
  ...new Set(recordKindList.map((kind) => headOf(specOf(kind).key("", "").sk))),
];

/** Kinds by the prefixes of their partition and sort keys. */
const kindByHeads = new Map(
  recordKindList.map((kind) => {
    const { pk, sk } = specOf(kind).key("", "");
    return [`${headOf(pk)} ${headOf(sk)}`, kind];
  }),
);

/** The record at a key. Undefined for a guard, a counter, a list. */
export const parseRecordKey = ({ pk, sk }: Key): RecordRef | undefined => {
  const of = pk.slice(headOf(pk).length);
  const owner = { pk, sk: ownSk };
  const head = headOf(sk);
  const kind = kindByHeads.get(`${headOf(pk)} ${head}`);
  if (kind === undefined) return undefined;
  // Agenda and article have no id of their own: there is one for each meeting.
  return { kind, id: sk.slice(head.length) || of, of, owner };
};
