import { createHash } from "node:crypto";
import { type Chained, chainStart, hashOf } from "../../lib/contract/chain.ts";

/** An entry as `GET /v1/audit` gives it. */
export type AuditEntry = Chained & { hash: string; salt?: string; changes?: unknown };

/** An entry whose number and hash are known from before. */
export type Anchor = { number: number; hash: string };

/** What a verified chain is: how many entries, how many still with what changed, and its end, to be kept as an anchor. */
export type Verified = { entries: number; withChanges: number; end: Anchor };

const digestOf = (salt: string, changes: unknown) =>
  createHash("sha256").update(salt).update(JSON.stringify(changes)).digest("base64url");

/**
 * Verifies a chain from its first entry on: numbers without gaps, each hash over its entry and the hash before, what changed
 * by its digest as long as it is kept.
 * @param anchors entries noted earlier, which must still be what they were: without one, whoever can write the whole log
 * could have chained it anew
 * @throws Error naming the first entry that is not what the chain says
 */
export async function verifyChain(
  entries: AsyncIterable<AuditEntry>,
  anchors: readonly Anchor[] = [],
): Promise<Verified> {
  let end: Anchor = { number: 0, hash: chainStart };
  let withChanges = 0;
  const noted = new Map(anchors.map(({ number, hash }) => [number, hash]));
  for await (const entry of entries) {
    checkLink(entry, end);
    if (noted.has(entry.number) && noted.get(entry.number) !== entry.hash)
      throw new Error(`Entry ${entry.number} is not the one that was noted`);
    if (entry.salt !== undefined) withChanges += 1;
    end = { number: entry.number, hash: entry.hash };
  }
  const missing = anchors.find(({ number }) => number > end.number);
  if (missing) throw new Error(`Entry ${missing.number}, which was noted, is not there`);
  return { entries: end.number, withChanges, end };
}

/** Throws where an entry does not follow the one before it, or is not what its hashes say. */
function checkLink(entry: AuditEntry, before: Anchor): void {
  const { number, previous, hash, salt, changes, digest } = entry;
  if (number !== before.number + 1) throw new Error(`After entry ${before.number} comes ${number}`);
  if (previous !== before.hash) throw new Error(`Entry ${number} does not follow the one before it`);
  if (hashOf(entry) !== hash) throw new Error(`Entry ${number} is not what its hash says`);
  if (salt !== undefined && digestOf(salt, changes) !== digest)
    throw new Error(`What changed in entry ${number} is not what its digest says`);
}

/** Reads an anchor as the command prints one: `number:hash`. Throws for what is none. */
export function readAnchor(text: string): Anchor {
  const [, number, hash] = /^(\d+):([\w-]{43})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw new Error(`"${text}" is no anchor: number:hash`);
  return { number: Number(number), hash };
}
