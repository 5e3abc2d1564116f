import type { FailureReason } from "../vocabulary/webhooks.ts";
import { readRetryAfter } from "./schedule.ts";

/** What came of a request: the status of an answer, or why there was none. */
export type ReceiverResponse = { status: number; retryAfter?: string | undefined } | { failed: FailureReason };

/** What an answer means. */
export type AttemptResult =
  | { outcome: "delivered"; status: number }
  | {
      outcome: "failed";
      status?: number;
      reason: FailureReason;
      /** Milliseconds that the receiver asked to wait. */
      askedPause?: number | undefined;
    };

/** Statuses whose `Retry-After` counts. */
const retryAfterStatuses: readonly number[] = [429, 503];

/** Reads an answer as Standard Webhooks does: 2xx takes the change, 410 wants no more, a redirect is followed nowhere. */
export const attemptResultOf = (answer: ReceiverResponse, now: number): AttemptResult => {
  if ("failed" in answer) return { outcome: "failed", reason: answer.failed };
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { outcome: "delivered", status };
  const reason = status === 410 ? "gone" : status >= 300 && status < 400 ? "redirect" : "status";
  const askedPause = retryAfterStatuses.includes(status) ? readRetryAfter(retryAfter, now) : undefined;
  return { outcome: "failed", status, reason, askedPause };
};
