import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { type Item, type Key, keyOf, update, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import type { Result } from "./request-context.ts";

/** A request that wants to happen once: its key, whose and where it is, and what its body says. */
export type IdempotencyRequest = {
  clientId: string;
  route: string;
  key: string /** SHA-256 of the body. */;
  fingerprint: string;
};

/** Thrown when the request has happened before: carries its first outcome. */
export class Replay extends Error {
  readonly outcome: Result;
  constructor(outcome: Result) {
    super("replay");
    this.name = "Replay";
    this.outcome = outcome;
  }
}

const keptUntil = (milliseconds: number) => Math.floor(milliseconds / 1_000) + limits.idempotencyKept;

/** What a record of an earlier request means for this one: its outcome again, or a refusal of another body. */
const verdict = (once: IdempotencyRequest, item: Item): Replay | Problem =>
  item.fingerprint === once.fingerprint
    ? new Replay(JSON.parse(String(item.outcome)) as Result)
    : new Problem("idempotency-key-reused");

/** Looks for an earlier request of the same key. Throws its Replay, or the Problem of a key used for another body. */
export const findStoredResponse = async (
  table: Table,
  once: IdempotencyRequest,
  milliseconds: number,
): Promise<void> => {
  const item = await table.get(keys.idempotency(once));
  // Expired items may stand for days: their hour is a condition, not the cleaner's mercy.
  if (item && Number(item.expiresAt) > milliseconds / 1_000) throw verdict(once, item);
};

/** The write that keeps an outcome for 24 hours, and makes the whole commit fail when another request was first. */
export const storeResponse = (once: IdempotencyRequest, outcome: Result, milliseconds: number): Write => {
  const key = keys.idempotency(once);
  const item = {
    ...key,
    fingerprint: once.fingerprint,
    outcome: JSON.stringify(outcome),
    expiresAt: keptUntil(milliseconds),
  };
  return {
    kind: "put",
    key,
    item,
    condition: {
      expression: "attribute_not_exists(pk) OR expiresAt <= :now",
      values: { ":now": Math.floor(milliseconds / 1_000) },
    },
    takesPrecedence: true,
    onConditionFailed: (old) => (old ? asProblem(verdict(once, old)) : new Problem("write-conflict")),
  };
};

/** Items that are made once and of which an answer may say something personal. */
const linkedForm = /^(?:MEM#\S+ (?:REF$|HISTORY#)|MTG#\S+ (?:ATT#|VOTE#|PHO#))/;

/**
 * The writes of a request that happens once; what tells of persons with the name of the answer that tells of them too, so
 * that it is found when one of them is erased. By an index it could be found for one person only, and a moment later.
 */
export const withIdempotencyLink = (once: IdempotencyRequest, writes: readonly Write[]): Write[] => {
  const idempotencyPk = keys.idempotency(once).pk;
  return writes.map((write) =>
    write.kind === "put" && linkedForm.test(`${write.key.pk} ${write.key.sk}`)
      ? { ...write, item: { ...write.item, idempotencyPk } }
      : write,
  );
};

/** Where the answer stands that an item names. */
export const storedResponseKey = (idempotencyPk: string): Key => ({ pk: idempotencyPk, sk: answerSk });
const answerSk = keys.idempotency({ clientId: "", route: "", key: "" }).sk;

/** The writes that change what a request is answered when it comes again; none where that says the same. */
export const rewriteStoredResponse = (item: Item, change: (outcome: Result) => Result): Write[] => {
  const outcome = JSON.stringify(change(JSON.parse(String(item.outcome)) as Result));
  if (outcome === item.outcome) return [];
  const values = { ":outcome": outcome, ":seen": item.outcome };
  return [
    update(keyOf(item), { update: "SET outcome = :outcome", values, condition: { expression: "outcome = :seen" } }),
  ];
};

/** Refusals are Problems; a Replay travels as the cause of one. */
const asProblem = (found: Replay | Problem): Problem =>
  found instanceof Problem ? found : new Problem("write-conflict", {}, found);

/** The earlier outcome that an error carries, if it does. */
export const storedResponseIn = (error: unknown): Result | undefined => {
  if (error instanceof Replay) return error.outcome;
  return error instanceof Problem && error.cause instanceof Replay ? error.cause.outcome : undefined;
};
