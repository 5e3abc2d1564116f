import type { PhotoStorage } from "../photos/storage.ts";
import { rewriteStoredResponse, storedResponseKey } from "../records/idempotency.ts";
import type { Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { Problem } from "../shared/problem.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Table } from "../table/table.ts";
import type { Item, Write } from "../table/write.ts";

/** What an erasure works with. */
export type ErasureContext = PhotoStorage & {
  table: Table;
  bucket: Pick<Bucket, "create" | "eraseAll" | "erase" | "head" | "read" | "list">;
  /** Key prefix of the register of erasures. */
  erasuresPrefix: string;
  /** An RFC 3339 instant in UTC. */
  now: string;
};

/** One person's erasure: whose, and which client asked for it. */
export type ErasureSubject = { memberId: string; by: string };

const isConflict = ({ code }: Problem) => code === "stale" || code === "write-conflict";

/** Does a step that reads before it writes, again where another write was faster. What is gone meanwhile needs no erasing. */
export const runStep = (run: () => Promise<void>): Promise<void> =>
  retryOnConflict(isConflict, run).catch((error: unknown) => {
    if (!(error instanceof Problem && error.code === "not-found")) throw error;
  });

type StoredRecord = Record<string, unknown>;

/**
 * The writes that take a person out of the idempotent answer that told of an item. Its key stays used, so that a request
 * that is repeated is answered with what is left, and makes nobody anew. Another request may have taken the key since: its
 * answer is left as it is.
 */
export const storedResponseWrites = async (
  { table }: ErasureContext,
  { idempotencyPk }: Item,
  change: (record: StoredRecord) => StoredRecord | undefined,
): Promise<Write[]> => {
  if (typeof idempotencyPk !== "string") return [];
  const answer = await table.get(storedResponseKey(idempotencyPk));
  if (!answer) return [];
  return rewriteStoredResponse(answer, (outcome: Result) => {
    const record = change(outcome.record as StoredRecord);
    return record ? { ...outcome, record } : outcome;
  });
};
