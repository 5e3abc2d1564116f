const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds between attempts, as Standard Webhooks advises; the last one repeats.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability */
const retryDelays = [5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour];

/** Milliseconds from the first failure until the webhook is disabled. */
export const retryWindowMs = 24 * hour;

/** Share by which a delay is longer or shorter, so that webhooks that failed together are not retried together. */
const jitter = 0.2;

type RetryState = {
  /** Failed attempts of this change, including this one. */
  attempts: number;
  /** Time of the first failure, and now: milliseconds since the epoch. */
  failingSince: number;
  now: number;
  /** Milliseconds that the receiver asked to wait. */
  retryAfterMs: number | undefined;
  /** From 0 up to, not including, 1. */
  random: number;
};

/**
 * Time of the next attempt in milliseconds since the epoch; undefined after a day of failures. A longer delay that the receiver
 * asks for is respected. The last attempt is a day after the first, whatever the delay.
 */
export const nextAttemptTime = ({
  attempts,
  failingSince,
  now,
  retryAfterMs = 0,
  random,
}: RetryState): number | undefined => {
  const end = failingSince + retryWindowMs;
  if (now >= end) return undefined;
  const usual = retryDelays[Math.min(attempts, retryDelays.length) - 1] ?? 0;
  const jittered = Math.round(usual * (1 + jitter * (2 * random - 1)));
  return Math.min(end, now + Math.max(jittered, retryAfterMs));
};

/** `Retry-After` (RFC 9110 §10.2.3), seconds or a date, in milliseconds from now. Undefined if it is malformed. */
export const readRetryAfter = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * second;
  const date = /^[A-Z][a-z]{2}, .* GMT$/.test(text.trim()) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};
