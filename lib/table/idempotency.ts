import { limits } from "../contract/limits.ts";
import { Problem } from "../shared/problem.ts";
import type { Outcome } from "../shared/work.ts";
import { keys, lists } from "./keys.ts";
import type { Table } from "./table.ts";
import type { Item, Write } from "./write.ts";

/** A request that wants to happen once: its key, whose and where it is, and what its body says. */
export type Once = { clientId: string; route: string; key: string /** SHA-256 of the body. */; fingerprint: string };

/** Thrown when the request has happened before: carries its first outcome. */
export class Replay extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome) {
    super("replay");
    this.name = "Replay";
    this.outcome = outcome;
  }
}

const keptUntil = (milliseconds: number) => Math.floor(milliseconds / 1_000) + limits.idempotencyKept;

/** What a record of an earlier request means for this one: its outcome again, or a refusal of another body. */
const verdict = (once: Once, item: Item): Replay | Problem =>
  item.fingerprint === once.fingerprint
    ? new Replay(JSON.parse(String(item.outcome)) as Outcome)
    : new Problem("idempotency-key-reused");

/** Looks for an earlier request of the same key. Throws its Replay, or the Problem of a key used for another body. */
export const findEarlier = async (table: Table, once: Once, milliseconds: number): Promise<void> => {
  const item = await table.get(keys.idempotency(once));
  // Expired items may stand for days: their hour is a condition, not the cleaner's mercy.
  if (item && Number(item.expiresAt) > milliseconds / 1_000) throw verdict(once, item);
};

/** The write that keeps an outcome for 24 hours, and makes the whole commit fail when another request was first. */
export const keepOutcome = (once: Once, outcome: Outcome, milliseconds: number): Write => {
  const key = keys.idempotency(once);
  const item = {
    ...key,
    fingerprint: once.fingerprint,
    outcome: JSON.stringify(outcome),
    expiresAt: keptUntil(milliseconds),
    ...(outcome.about === undefined ? {} : { inGroup: lists.answersAbout(outcome.about), sort: key.pk }),
  };
  return {
    kind: "put",
    key,
    item,
    condition: {
      expression: "attribute_not_exists(pk) OR expiresAt <= :now",
      values: { ":now": Math.floor(milliseconds / 1_000) },
    },
    decisive: true,
    refused: (old) => (old ? asProblem(verdict(once, old)) : new Problem("write-conflict")),
  };
};

/** Refusals are Problems; a Replay travels as the cause of one. */
const asProblem = (found: Replay | Problem): Problem =>
  found instanceof Problem ? found : new Problem("write-conflict", {}, found);

/** The earlier outcome that an error carries, if it does. */
export const replayOf = (error: unknown): Outcome | undefined => {
  if (error instanceof Replay) return error.outcome;
  return error instanceof Problem && error.cause instanceof Replay ? error.cause.outcome : undefined;
};
