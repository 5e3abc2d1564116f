import { rewriteStoredResponse, storedResponseKey } from "../records/idempotency.ts";
import type { Outcome } from "../records/request-context.ts";
import type { Item, Write } from "../table/write.ts";
import type { Erasing } from "./erasing.ts";

type Kept = Record<string, unknown>;

/**
 * The writes that take a person out of the idempotent answer that told of an item. Its key stays used, so that a request
 * that is repeated is answered with what is left, and makes nobody anew. Another request may have taken the key since: its
 * answer is left as it is.
 */
export const answerWrites = async (
  { table }: Erasing,
  { idempotencyPk }: Item,
  change: (record: Kept) => Kept | undefined,
): Promise<Write[]> => {
  if (typeof idempotencyPk !== "string") return [];
  const answer = await table.get(storedResponseKey(idempotencyPk));
  if (!answer) return [];
  return rewriteStoredResponse(answer, (outcome: Outcome) => {
    const record = change(outcome.record as Kept);
    return record ? { ...outcome, record } : outcome;
  });
};
