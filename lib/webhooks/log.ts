import type { ChangeRecord } from "../changes/schema.ts";
import { instantOf } from "../shared/days.ts";
import { keys } from "../table/keys.ts";
import { insert, type Write } from "../table/write.ts";
import type { AttemptResult } from "./answer.ts";
import type { Delivery } from "./schema.ts";

/** Seconds for which it is told what was delivered. */
const logRetentionSeconds = 30 * 86_400;

/** An attempt that has been made. Times are milliseconds since the epoch. */
export type Attempt = {
  change: ChangeRecord;
  attempt: number;
  startedAt: number;
  endedAt: number;
  verdict: AttemptResult;
  nextAttemptAt?: number | undefined;
};

/** The write that tells of an attempt: nothing of what the receiver said but its status. */
export const deliveryLogWrite = (webhookId: string, id: string, made: Attempt): Write => {
  const { change, attempt, startedAt, endedAt, verdict, nextAttemptAt } = made;
  const record: Delivery = {
    id,
    changeId: change.id,
    type: change.type,
    at: instantOf(startedAt),
    attempt,
    outcome: verdict.outcome,
    ...(verdict.status === undefined ? {} : { status: verdict.status }),
    ...(verdict.outcome === "failed" ? { reason: verdict.reason } : {}),
    durationMs: Math.max(0, Math.round(endedAt - startedAt)),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: instantOf(nextAttemptAt) }),
  };
  return insert({
    ...keys.delivery(webhookId, id),
    ...record,
    expiresAt: Math.floor(startedAt / 1_000) + logRetentionSeconds,
  });
};
