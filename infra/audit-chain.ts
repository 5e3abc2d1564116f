import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { type Chained, chainStart, hashOf } from "../lib/vocabulary/chain.ts";

/** An entry of `GET /v1/audit`. */
export type AuditEntry = Chained & { hash: string; salt?: string; changes?: unknown };

/** Number and hash of an entry from an earlier verification. */
type Anchor = { number: number; hash: string };

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

/** Parses `number:hash`, as `verify-audit` prints it. */
export const parseAnchor = (text: string): Anchor => {
  const [, number, hash] = /^(\d+):([\w-]{43})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw new Error(`"${text}" is not an anchor (number:hash)`);
  return { number: Number(number), hash };
};

type ApiClient = { url: string; client: string; secret: string };

const token = z.object({ access_token: z.string() });

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.nullable(z.string()) });

/** Reads all entries that a client may see through the API, in order. */
export async function* readAudit({ url, client, secret }: ApiClient): AsyncGenerator<AuditEntry> {
  const authorization = `Bearer ${await fetchToken({ url, client, secret })}`;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = new URLSearchParams({ limit: "100", ...(cursor === undefined ? {} : { cursor }) });
    const { items, nextCursor } = page.parse(
      await readJson(await fetch(`${url}/v1/audit?${query}`, { headers: { authorization } })),
    );
    yield* items as AuditEntry[];
    cursor = nextCursor;
  }
}

const fetchToken = async ({ url, client, secret }: ApiClient): Promise<string> => {
  const basic = Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString("base64");
  const body = new URLSearchParams({ grant_type: "client_credentials", scope: "dangbo/admin" });
  const response = await fetch(`${url}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body,
  });
  return token.parse(await readJson(response)).access_token;
};

const readJson = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} returned ${response.status}`);
  return response.json();
};
