import { type RecordKind, recordKindList, specOf } from "../../../lib/records/kinds.ts";
import { keys } from "../../../lib/table/keys.ts";
import { type Invariants, type Item, idIn, isPresent, listIn, nameOf, type Snapshot } from "./snapshot.ts";

/** A reference to a record; `of` is the meeting of a part. */
export type Reference = { kind: RecordKind; id: unknown; of?: unknown };

const organisation = (id: unknown): Reference => ({ kind: "organisation", id });
const member = (id: unknown): Reference => ({ kind: "member", id });
const attendee = ({ pk }: Item, id: unknown): Reference => ({ kind: "attendee", id, of: idIn(pk) });
const valuesOf = (list: readonly Record<string, string | undefined>[], name: string) => [
  ...new Set(list.map((one) => one[name])),
];

/** Fields that name a record, by the kind of it. */
const kindOfField: Readonly<Record<string, RecordKind>> = {
  organisationId: "organisation",
  parentId: "organisation",
  memberId: "member",
  meetingId: "meeting",
  documentId: "document",
  attendeeId: "attendee",
  presenterId: "attendee",
};

/** What the fields of an item name. A part names other parts of its meeting. */
const namedBy = (item: Item): Reference[] =>
  Object.entries(kindOfField).map(([field, kind]) => ({
    kind,
    id: item[field],
    ...(specOf(kind).partOf ? { of: idIn(item.pk) } : {}),
  }));

/** Kinds that refer to records in lists, or whose fields are not all counted as references. */
const ownReferences: Readonly<Partial<Record<RecordKind, (item: Item) => Reference[]>>> = {
  member: (item) => {
    const dated = [...listIn(item, "positions"), ...listIn(item, "history")];
    const ids = [item.beganIn, item.organisationId, ...valuesOf(dated, "organisationId")];
    return [...new Set(ids)].map(organisation);
  },
  // Counted as part of the member, whose item contains its history.
  "history-entry": () => [],
  // A meeting whose deletion is not complete no longer counts.
  meeting: ({ organisationId, deletedAt }) => (deletedAt === undefined ? [organisation(organisationId)] : []),
  agenda: (item) => valuesOf(listIn(item, "items"), "presenterId").map((id) => attendee(item, id)),
  vote: (item) => [
    ...namedBy(item),
    ...listIn(item.base as Item, "exclusions").map(({ memberId }) => member(memberId)),
  ],
  award: (item) => {
    const recipients = listIn(item, "recipients");
    return [
      ...namedBy(item),
      ...recipients.flatMap(({ memberId, organisationId }) => [member(memberId), organisation(organisationId)]),
      ...valuesOf(recipients, "presentedBy").map((id): Reference => ({ kind: "attendee", id, of: item.meetingId })),
    ];
  },
  photo: (item) => listIn(item, "peopleShown").map(({ attendeeId }) => attendee(item, attendeeId)),
  // An article refers to its meeting only, whose item it is stored with.
  article: () => [],
};

/**
 * The references of a record that must not dangle, each as often as it is counted. Not among them: `conferredBy` of an award,
 * which may be a former ancestor, and members shown in photos, who can be deleted.
 */
export const referencesOf = (kind: RecordKind, item: Item): Reference[] => (ownReferences[kind] ?? namedBy)(item);

/** All references of a snapshot: the item that refers, and the kind, owner and key of the record that it refers to. */
export const allReferences = (snapshot: Pick<Snapshot, "ofKind">) =>
  recordKindList.flatMap((kind) =>
    snapshot.ofKind(kind).flatMap((from) =>
      referencesOf(kind, from)
        .filter(({ id }) => id !== undefined)
        .map((to) => {
          const of = String(to.of ?? to.id);
          return { from, kind: to.kind, of, key: specOf(to.kind).key(of, String(to.id)) };
        }),
    ),
  );

/** References of a snapshot to records that do not exist. */
export const danglingIn = (snapshot: Pick<Snapshot, "get" | "ofKind">): string[] =>
  allReferences(snapshot).flatMap(({ from, kind, of, key: { pk, sk } }) => {
    const meeting = keys.meeting(of);
    // Remaining parts of a deleted meeting are visible to nobody.
    if (specOf(kind).partOf && !isPresent(snapshot.get(meeting.pk, meeting.sk))) return [];
    return isPresent(snapshot.get(pk, sk)) ? [] : [`${nameOf(from)} refers to ${pk} ${sk}, which does not exist`];
  });

export const references: Invariants = { "referenced records exist": danglingIn };
