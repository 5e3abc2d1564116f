import { createHash } from "node:crypto";
import { type Chained, chainStart, hashOf } from "../../lib/vocabulary/chain.ts";

/** An entry of `GET /v1/audit`. */
export type AuditEntry = Chained & { hash: string; salt?: string; changes?: unknown };

/** Number and hash of an entry from an earlier verification. */
export type Anchor = { number: number; hash: string };

/** `withChanges`: entries whose changes are not erased; `end`: the last entry, to be recorded as an anchor. */
export type ChainSummary = { entries: number; withChanges: number; end: Anchor };

const digestOf = (salt: string, changes: unknown) =>
  createHash("sha256").update(salt).update(JSON.stringify(changes)).digest("base64url");

/**
 * Verifies a chain from its first entry: consecutive numbers, each hash over its entry and the previous hash, and the digest
 * of changes that are not erased.
 * @param anchors entries recorded earlier; without one, an attacker who can write the whole log could rebuild the chain
 * @throws Error naming the first invalid entry
 */
export const verifyChain = async (
  entries: AsyncIterable<AuditEntry>,
  anchors: readonly Anchor[] = [],
): Promise<ChainSummary> => {
  let end: Anchor = { number: 0, hash: chainStart };
  let withChanges = 0;
  const recorded = new Map(anchors.map(({ number, hash }) => [number, hash]));
  for await (const entry of entries) {
    checkLink(entry, end);
    if (recorded.has(entry.number) && recorded.get(entry.number) !== entry.hash)
      throw new Error(`Entry ${entry.number} differs from its anchor`);
    if (entry.salt !== undefined) withChanges += 1;
    end = { number: entry.number, hash: entry.hash };
  }
  const missing = anchors.find(({ number }) => number > end.number);
  if (missing) throw new Error(`Entry ${missing.number} of an anchor is missing`);
  return { entries: end.number, withChanges, end };
};

const checkLink = (entry: AuditEntry, last: Anchor): void => {
  const { number, previous, hash, salt, changes, digest } = entry;
  if (number !== last.number + 1) throw new Error(`Entry ${last.number} is followed by ${number}`);
  if (previous !== last.hash) throw new Error(`Entry ${number} does not contain the hash of the previous one`);
  if (hashOf(entry) !== hash) throw new Error(`The hash of entry ${number} does not match`);
  if (salt !== undefined && digestOf(salt, changes) !== digest)
    throw new Error(`The digest of the changes of entry ${number} does not match`);
};
