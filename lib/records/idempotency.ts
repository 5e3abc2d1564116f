import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { type Item, type Key, keyOf, update, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import type { Result } from "./request-context.ts";

/** A request with an `Idempotency-Key`: its client, route and key, and a digest of its body. */
export type IdempotencyRequest = {
  clientId: string;
  route: string;
  key: string /** SHA-256 of the body. */;
  fingerprint: string;
};

/** Thrown when the request was processed before; carries the stored result. */
export class Replay extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super("replay");
    this.name = "Replay";
    this.result = result;
  }
}

const keptUntil = (milliseconds: number) => Math.floor(milliseconds / 1_000) + limits.idempotencyKept;

/** What a stored response means for this request: its result again, or the problem of another body. */
const storedOrMismatch = (request: IdempotencyRequest, item: Item): Replay | Problem =>
  item.fingerprint === request.fingerprint
    ? new Replay(JSON.parse(String(item.storedResult)) as Result)
    : new Problem("idempotency-key-reused");

/** Looks for an earlier request with the key. Throws its Replay, or a Problem if its body was another. */
export const findStoredResponse = async (
  table: Table,
  request: IdempotencyRequest,
  milliseconds: number,
): Promise<void> => {
  const item = await table.get(keys.idempotency(request));
  // DynamoDB may delete expired items days later: expiry is a condition.
  if (item && Number(item.expiresAt) > milliseconds / 1_000) throw storedOrMismatch(request, item);
};

/** Stores a result for 24 hours. Fails the commit if a concurrent request with the key was first. */
export const storeResponse = (request: IdempotencyRequest, result: Result, milliseconds: number): Write => {
  const key = keys.idempotency(request);
  const item = {
    ...key,
    fingerprint: request.fingerprint,
    storedResult: JSON.stringify(result),
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
    onConditionFailed: (old) => (old ? asProblem(storedOrMismatch(request, old)) : new Problem("write-conflict")),
  };
};

/** Items that are created by POST and whose response may contain personal data. */
const linkedForm = /^(?:MEM#\S+ (?:META$|HISTORY#)|MTG#\S+ (?:ATT#|VOTE#|PHO#))/;

/**
 * Tags items that may contain personal data with the key of the stored response, so that erasure can redact that response. An
 * index would find it for one person only, and eventually.
 */
export const withIdempotencyLink = (request: IdempotencyRequest, writes: readonly Write[]): Write[] => {
  const idempotencyPk = keys.idempotency(request).pk;
  return writes.map((write) =>
    write.kind === "put" && linkedForm.test(`${write.key.pk} ${write.key.sk}`)
      ? { ...write, item: { ...write.item, idempotencyPk } }
      : write,
  );
};

/** Key of the stored response that an item refers to. */
export const storedResponseKey = (idempotencyPk: string): Key => ({ pk: idempotencyPk, sk: responseSk });
const responseSk = keys.idempotency({ clientId: "", route: "", key: "" }).sk;

/** The writes that change a stored response; none where it stays the same. */
export const rewriteStoredResponse = (item: Item, change: (result: Result) => Result): Write[] => {
  const result = JSON.stringify(change(JSON.parse(String(item.storedResult)) as Result));
  if (result === item.storedResult) return [];
  const values = { ":result": result, ":seen": item.storedResult };
  return [
    update(keyOf(item), {
      update: "SET storedResult = :result",
      values,
      condition: { expression: "storedResult = :seen" },
    }),
  ];
};

/** Failed conditions are Problems: a Replay is the cause of one. */
const asProblem = (found: Replay | Problem): Problem =>
  found instanceof Problem ? found : new Problem("write-conflict", {}, found);

/** The stored result that an error carries, if any. */
export const storedResponseIn = (error: unknown): Result | undefined => {
  if (error instanceof Replay) return error.result;
  return error instanceof Problem && error.cause instanceof Replay ? error.cause.result : undefined;
};
