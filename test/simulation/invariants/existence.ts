import type { Simulation } from "../run/simulation.ts";
import type { Invariant } from "./snapshot.ts";
import { type Item, idIn, listIn, nameOf, type Snapshot, snapshotOf } from "./snapshot.ts";

const invariant = (name: string, violations: (snapshot: Snapshot, simulation: Simulation) => string[]): Invariant => ({
  name,
  violations: (simulation) => violations(snapshotOf(simulation), simulation),
});

/** Items that may remain without their record: counters by year and month, checkpoints, references. */
const mayStandAlone = /^(?:TALLY#|CARRIED#|NAMED#)/;

/** Meetings whose deletion was interrupted and not retried. The next deletion completes it. */
const halfDeleted = ({ attempts }: Simulation, meta: Item): boolean =>
  meta.deletedAt !== undefined &&
  !attempts.some(
    ({ operation, response, params }) =>
      operation === "deleteMeeting" && response?.statusCode === 204 && params.meetingId === meta.id,
  );

const orphans = (snapshot: Snapshot, simulation: Simulation): string[] =>
  snapshot.all
    .filter(({ pk, sk }) => /^(?:ORG|MEM|MTG|HOOK)#/.test(pk) && sk !== "META" && !mayStandAlone.test(sk))
    .filter(({ pk }) => {
      const meta = snapshot.get(pk, "META");
      return !isThere(meta) && !(meta && halfDeleted(simulation, meta));
    })
    .map((item) => `${nameOf(item)} exists without its record`);

const lacking = (snapshot: Snapshot): string[] => {
  const needs: [string, string][] = [
    ["ORG#", "TALLY"],
    ["MEM#", "REF"],
    ["MTG#", "REF"],
    ["HOOK#", "STATE"],
  ];
  return needs.flatMap(([prefix, sk]) =>
    snapshot
      .records(prefix)
      .filter(({ pk, deletedAt }) => deletedAt === undefined && !snapshot.get(pk, sk))
      .map(({ pk }) => `${pk} has no ${sk}`),
  );
};

const names = (snapshot: Snapshot, item: Item, id: unknown, prefix: string): string[] =>
  id === undefined || (typeof id === "string" && isThere(snapshot.get(`${prefix}${id}`, "META")))
    ? []
    : [`${nameOf(item)} names ${prefix}${id}, which does not exist`];

const isThere = (item: Item | undefined) => item !== undefined && item.deletedAt === undefined;

const absentRecords = (snapshot: Snapshot): string[] => [
  ...snapshot.records("ORG#").flatMap((item) => names(snapshot, item, item.parentId, "ORG#")),
  ...snapshot
    .records("MEM#")
    .flatMap((item) => [
      ...names(snapshot, item, item.beganIn, "ORG#"),
      ...names(snapshot, item, item.organisationId, "ORG#"),
      ...listIn(item, "positions").flatMap(({ organisationId }) => names(snapshot, item, organisationId, "ORG#")),
    ]),
  ...snapshot.records("MTG#").flatMap((item) => names(snapshot, item, item.organisationId, "ORG#")),
  ...snapshot.records("CLI#").flatMap((item) => names(snapshot, item, item.organisationId, "ORG#")),
  ...snapshot
    .records("AWD#")
    .flatMap((item) => [
      ...names(snapshot, item, item.organisationId, "ORG#"),
      ...names(snapshot, item, item.meetingId, "MTG#"),
      ...listIn(item, "recipients").flatMap(({ memberId, organisationId }) => [
        ...names(snapshot, item, memberId, "MEM#"),
        ...names(snapshot, item, organisationId, "ORG#"),
      ]),
    ]),
  ...snapshot.parts("ATT#").flatMap((item) => names(snapshot, item, item.memberId, "MEM#")),
];

const absentParts = (snapshot: Snapshot): string[] => {
  // Remaining parts of a deleted meeting are visible to nobody.
  const part = (item: Item, sk: string, id: unknown) =>
    id === undefined || !isThere(snapshot.get(item.pk, "META")) || snapshot.get(item.pk, `${sk}${id}`)
      ? []
      : [`${nameOf(item)} names ${sk}${id}, which does not exist`];
  return [
    ...snapshot.parts("DOC#").flatMap((item) => part(item, "ATT#", item.presenterId)),
    ...snapshot.parts("GUI#").flatMap((item) => part(item, "ATT#", item.attendeeId)),
    ...snapshot.parts("VOTE#").flatMap((item) => part(item, "DOC#", item.documentId)),
    ...snapshot
      .parts("PHO#")
      .flatMap((item) => listIn(item, "peopleShown").flatMap((one) => part(item, "ATT#", one.attendeeId))),
    ...snapshot
      .parts("AGENDA")
      .flatMap((item) => listIn(item, "items").flatMap((one) => part(item, "ATT#", one.presenterId))),
    ...snapshot
      .records("AWD#")
      .flatMap((item) =>
        listIn(item, "recipients").flatMap((one) =>
          part({ ...item, pk: `MTG#${item.meetingId}` }, "ATT#", one.presentedBy),
        ),
      ),
  ];
};

/** Backlinks of members point to parts that name them, unless the part was deleted with its meeting. */
const notes = (snapshot: Snapshot): string[] =>
  snapshot.all
    .filter(({ pk, sk }) => pk.startsWith("MEM#") && sk.startsWith("NAMED#"))
    .filter(({ pk, part }) => {
      const { pk: owner, sk } = part as Pick<Item, "pk" | "sk">;
      const named = snapshot.get(owner, sk);
      return named !== undefined && !JSON.stringify(named).includes(`"memberId":"${idIn(pk)}"`);
    })
    .map((item) => `${nameOf(item)}, which does not`);

const adoption = (snapshot: Snapshot): string[] =>
  snapshot.parts("DOC#").flatMap((document) => {
    const votes = snapshot
      .parts("VOTE#")
      .filter(({ pk, documentId }) => pk === document.pk && documentId === document.id);
    const adopted = votes.filter((vote) => vote.adopted === true).length;
    const right = adopted === (document.status === "adopted" ? 1 : 0);
    return right ? [] : [`${nameOf(document)} is ${document.status} after ${adopted} votes that adopt`];
  });

/** The history in the item of a member lists exactly its history entries. */
const histories = (snapshot: Snapshot): string[] =>
  snapshot.records("MEM#").flatMap((member) => {
    const listed = listIn(member, "history").map(({ id }) => id);
    const entries = snapshot.all
      .filter(({ pk, sk }) => pk === member.pk && sk.startsWith("HISTORY#"))
      .map(({ sk }) => idIn(sk));
    return [...listed].sort().join() === [...entries].sort().join()
      ? []
      : [`${member.pk} lists ${listed}, has ${entries}`];
  });

export const existence: readonly Invariant[] = [
  invariant("nothing is left of deleted records", orphans),
  invariant("records are complete", lacking),
  invariant("referenced records exist", absentRecords),
  invariant("referenced parts exist", absentParts),
  invariant("backlinks point to parts that name the member", notes),
  invariant("a document is adopted by exactly one vote", adoption),
  invariant("the item of a member lists its complete history", histories),
];
