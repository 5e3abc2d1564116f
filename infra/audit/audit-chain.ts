import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { type Chained, chainStart, hashOf } from "../../lib/vocabulary/chain.ts";

/** An entry as `GET /v1/audit` gives it. */
export type AuditEntry = Chained & { hash: string; salt?: string; changes?: unknown };

/** An entry whose number and hash are known from before. */
export type Anchor = { number: number; hash: string };

/** What a verified chain is: how many entries, how many still with what changed, and its end, to be kept as an anchor. */
export type ChainSummary = { entries: number; withChanges: number; end: Anchor };

const digestOf = (salt: string, changes: unknown) =>
  createHash("sha256").update(salt).update(JSON.stringify(changes)).digest("base64url");

/**
 * Verifies a chain from its first entry on: numbers without gaps, each hash over its entry and the hash before, what changed
 * by its digest as long as it is kept.
 * @param anchors entries noted earlier, which must still be what they were: without one, whoever can write the whole log
 * could have chained it anew
 * @throws Error naming the first entry that is not what the chain says
 */
export const verifyChain = async (
  entries: AsyncIterable<AuditEntry>,
  anchors: readonly Anchor[] = [],
): Promise<ChainSummary> => {
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
};

/** Throws where an entry does not follow the one before it, or is not what its hashes say. */
const checkLink = (entry: AuditEntry, before: Anchor): void => {
  const { number, previous, hash, salt, changes, digest } = entry;
  if (number !== before.number + 1) throw new Error(`After entry ${before.number} comes ${number}`);
  if (previous !== before.hash) throw new Error(`Entry ${number} does not follow the one before it`);
  if (hashOf(entry) !== hash) throw new Error(`Entry ${number} is not what its hash says`);
  if (salt !== undefined && digestOf(salt, changes) !== digest)
    throw new Error(`What changed in entry ${number} is not what its digest says`);
};

/** Reads an anchor as the command prints one: `number:hash`. Throws for what is none. */
export const parseAnchor = (text: string): Anchor => {
  const [, number, hash] = /^(\d+):([\w-]{43})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw new Error(`"${text}" is no anchor: number:hash`);
  return { number: Number(number), hash };
};

export type ApiClient = { url: string; client: string; secret: string };

const token = z.object({ access_token: z.string() });

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.nullable(z.string()) });

/** Every entry of the audit that a client sees, in order, through the API. Throws for an answer that is none. */
export async function* readAudit({ url, client, secret }: ApiClient): AsyncGenerator<AuditEntry> {
  const authorization = `Bearer ${await fetchToken({ url, client, secret })}`;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = new URLSearchParams({ limit: "100", ...(cursor === undefined ? {} : { cursor }) });
    const answer = page.parse(await json(await fetch(`${url}/v1/audit?${query}`, { headers: { authorization } })));
    yield* answer.items as AuditEntry[];
    cursor = answer.nextCursor;
  }
}

const fetchToken = async ({ url, client, secret }: ApiClient): Promise<string> => {
  const basic = Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString("base64");
  const body = new URLSearchParams({ grant_type: "client_credentials", scope: "dangbo/admin" });
  const answer = await fetch(`${url}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body,
  });
  return token.parse(await json(answer)).access_token;
};

const json = async (answer: Response): Promise<unknown> => {
  if (!answer.ok) throw new Error(`${new URL(answer.url).pathname} answered ${answer.status}`);
  return answer.json();
};
