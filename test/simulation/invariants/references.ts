import { type RecordKind, recordKindList, specOf } from "../../../lib/records/kinds.ts";
import { keys } from "../../../lib/table/keys.ts";
import { type Invariant, type Item, idIn, listIn, nameOf, type Snapshot, snapshotOf } from "./snapshot.ts";

/** A reference to a record; `of` is the meeting of a part. */
type Reference = { kind: RecordKind; id: unknown; of?: unknown };

const organisation = (id: unknown): Reference => ({ kind: "organisation", id });
const member = (id: unknown): Reference => ({ kind: "member", id });
const attendee = ({ pk }: Item, id: unknown): Reference => ({ kind: "attendee", id, of: idIn(pk) });

/**
 * The references of each kind that must not dangle. Not among them: `conferredBy` of an award, which may be a former ancestor, and
 * members shown in photos, who can be deleted.
 */
export const referencesOf: Readonly<Record<RecordKind, (item: Item) => Reference[]>> = {
  organisation: ({ parentId }) => [organisation(parentId)],
  member: (item) => [
    organisation(item.beganIn),
    organisation(item.organisationId),
    ...listIn(item, "positions").map(({ organisationId }) => organisation(organisationId)),
  ],
  "history-entry": ({ organisationId }) => [organisation(organisationId)],
  meeting: ({ organisationId }) => [organisation(organisationId)],
  agenda: (item) => listIn(item, "items").map(({ presenterId }) => attendee(item, presenterId)),
  attendee: ({ memberId }) => [member(memberId)],
  document: (item) => [attendee(item, item.presenterId)],
  vote: (item) => [
    { kind: "document", id: item.documentId, of: idIn(item.pk) },
    ...listIn(item.base as Item, "exclusions").map(({ memberId }) => member(memberId)),
  ],
  guidance: (item) => [attendee(item, item.attendeeId)],
  award: (item) => [
    organisation(item.organisationId),
    { kind: "meeting", id: item.meetingId },
    ...listIn(item, "recipients").flatMap(({ memberId, organisationId, presentedBy }): Reference[] => [
      member(memberId),
      organisation(organisationId),
      { kind: "attendee", id: presentedBy, of: item.meetingId },
    ]),
  ],
  photo: (item) => listIn(item, "peopleShown").map(({ attendeeId }) => attendee(item, attendeeId)),
  // An article refers to its meeting only, whose item it is stored with.
  article: () => [],
  client: ({ organisationId }) => [organisation(organisationId)],
  webhook: ({ organisationId }) => [organisation(organisationId)],
};

const isPresent = (item: Item | undefined) => item !== undefined && item.deletedAt === undefined;

/** References of a snapshot to records that do not exist. */
export const danglingIn = (snapshot: Pick<Snapshot, "get" | "ofKind">): string[] =>
  recordKindList.flatMap((kind) =>
    snapshot.ofKind(kind).flatMap((item) =>
      referencesOf[kind](item)
        .filter(({ id }) => id !== undefined)
        .flatMap((reference) => {
          const { key, partOf } = specOf(reference.kind);
          const of = String(reference.of ?? reference.id);
          const meeting = keys.meeting(of);
          // Remaining parts of a deleted meeting are visible to nobody.
          if (partOf && !isPresent(snapshot.get(meeting.pk, meeting.sk))) return [];
          const { pk, sk } = key(of, String(reference.id));
          return isPresent(snapshot.get(pk, sk)) ? [] : [`${nameOf(item)} refers to ${pk} ${sk}, which does not exist`];
        }),
    ),
  );

export const dangling: Invariant = {
  name: "referenced records exist",
  violations: (simulation) => danglingIn(snapshotOf(simulation)),
};
