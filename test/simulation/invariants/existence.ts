import type { Simulation } from "../run/simulation.ts";
import { type Invariants, type Item, idIn, isPresent, listIn, nameOf, type Snapshot } from "./snapshot.ts";

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
      return !isPresent(meta) && !(meta && halfDeleted(simulation, meta));
    })
    .map((item) => `${nameOf(item)} exists without its record`);

/** The item that each record of a kind has next to its own. */
const companions = { organisation: "TALLY", member: "REF", meeting: "REF", webhook: "STATE" };

const lacking = (snapshot: Snapshot): string[] =>
  Object.entries(companions).flatMap(([kind, sk]) =>
    snapshot
      .ofKind(kind as keyof typeof companions)
      .filter((item) => isPresent(item) && !snapshot.get(item.pk, sk))
      .map(({ pk }) => `${pk} has no ${sk}`),
  );

/** Backlinks of members point to parts that name them, unless the part was deleted with its meeting. */
const backlinks = (snapshot: Snapshot): string[] =>
  snapshot.all
    .filter(({ pk, sk }) => pk.startsWith("MEM#") && sk.startsWith("NAMED#"))
    .filter(({ pk, part }) => {
      const { pk: owner, sk } = part as Pick<Item, "pk" | "sk">;
      const named = snapshot.get(owner, sk);
      return named !== undefined && !JSON.stringify(named).includes(`"memberId":"${idIn(pk)}"`);
    })
    .map((item) => `${nameOf(item)}, which does not`);

const adoption = (snapshot: Snapshot): string[] =>
  snapshot.ofKind("document").flatMap((document) => {
    const { pk, id, status } = document;
    const votes = snapshot.ofKind("vote").filter((vote) => vote.pk === pk && vote.documentId === id && vote.adopted);
    const right = votes.length === (status === "adopted" ? 1 : 0);
    return right ? [] : [`${nameOf(document)} is ${status} after ${votes.length} votes that adopt`];
  });

/** The history in the item of a member lists exactly its history entries. */
const histories = (snapshot: Snapshot): string[] =>
  snapshot.ofKind("member").flatMap((member) => {
    const listed = listIn(member, "history").map(({ id }) => id);
    const entries = snapshot.ofKind("history-entry").filter(({ pk }) => pk === member.pk);
    const ids = entries.map(({ sk }) => idIn(sk));
    return listed.sort().join() === ids.sort().join() ? [] : [`${member.pk} lists ${listed}, has ${ids}`];
  });

export const existence: Invariants = {
  "nothing is left of deleted records": orphans,
  "records are complete": lacking,
  "backlinks point to parts that name the member": backlinks,
  "a document is adopted by exactly one vote": adoption,
  "the item of a member lists its complete history": histories,
};
