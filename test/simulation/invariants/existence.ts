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

const isThere = (item: Item | undefined) => item !== undefined && item.deletedAt === undefined;

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
  invariant("backlinks point to parts that name the member", notes),
  invariant("a document is adopted by exactly one vote", adoption),
  invariant("the item of a member lists its complete history", histories),
];
