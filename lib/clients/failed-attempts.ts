import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { idempotentUpdate } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";

/** Seconds in which failed attempts are counted together. */
const windowSeconds = 60;

/**
 * The addresses that are counted as one: an IPv4 address, or an IPv6 network of 64 bits, since a host may choose the other 64
 * (RFC 4291 §2.5.4).
 */
export const networkOf = (address: string): string => {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.split("::");
  const groupsOf = (part: string) => part.split(":").filter(Boolean);
  const [left, right] = [groupsOf(head), groupsOf(tail ?? "")];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: zeros }, () => "0"), ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
};

/**
 * Counts an attempt with a wrong secret. Throws `too-many-requests` when its network has made too many in this minute. Only failures
 * are counted: a right secret is accepted whatever anybody else has sent.
 */
export const countFailedAttempt = async (table: Table, address: string, now: string): Promise<void> => {
  const seconds = Math.floor(Date.parse(now) / 1_000);
  const window = Math.floor(seconds / windowSeconds);
  const end = (window + 1) * windowSeconds;
  const count = idempotentUpdate(
    keys.failedAttempts(networkOf(address), window),
    {
      update: "SET attempts = if_not_exists(attempts, :none) + :one, expiresAt = :end",
      values: { ":none": 0, ":one": 1, ":end": end, ":limit": limits.failedAttempts },
      // A repeated call counts twice, which does no harm.
      condition: { expression: "attribute_not_exists(pk) OR attempts < :limit" },
    },
    () => new Problem("too-many-requests", { retryAfter: Math.max(1, end - seconds) }),
  );
  await table.write([count]);
};
