import { rewriteStoredResponse, storedResponseKey } from "../records/idempotency.ts";
import type { Result } from "../records/request-context.ts";
import type { Item, Write } from "../table/write.ts";
import type { ErasureContext } from "./erasing.ts";

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
