const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds between attempts, as Standard Webhooks advises; the last goes on.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability */
const retryDelays = [5 * second, 30 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour];

/** Milliseconds that a receiver may fail before its webhook is disabled. */
export const retryWindowMs = 24 * hour;

/** The part by which a pause is longer or shorter, so that webhooks that failed together do not come back together. */
const jitter = 0.2;

export type RetryState = {
  /** Attempts of this change that failed, this one included. */
  attempts: number;
  /** When the first of them failed, and now: milliseconds since the epoch. */
  failingSince: number;
  now: number;
  /** Milliseconds that the receiver asked to wait. */
  retryAfterMs: number | undefined;
  /** From 0 up to, not including, 1. */
  random: number;
};

/**
 * When to try again, in milliseconds since the epoch; undefined when it has failed for a day. A receiver that asks for a
 * longer pause gets it. The last attempt is a day after the first, whatever the pause.
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

/** `Retry-After` in milliseconds from now (RFC 9110 §10.2.3): seconds, or a date. Undefined for what is neither. */
export const readRetryAfter = (text: string | undefined, now: number): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * second;
  const date = /^[A-Z][a-z]{2}, .* GMT$/.test(text.trim()) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};
