import * as z from "zod/mini";
import type { AuditEntry } from "./verify-chain.ts";

export type Access = { url: string; client: string; secret: string };

const token = z.object({ access_token: z.string() });
const page = z.object({ items: z.array(z.unknown()), nextCursor: z.nullable(z.string()) });

/** Every entry of the audit that a client sees, in order, through the API. Throws for an answer that is none. */
export async function* readAudit({ url, client, secret }: Access): AsyncGenerator<AuditEntry> {
  const authorization = `Bearer ${await fetchToken({ url, client, secret })}`;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = new URLSearchParams({ limit: "100", ...(cursor === undefined ? {} : { cursor }) });
    const answer = page.parse(await json(await fetch(`${url}/v1/audit?${query}`, { headers: { authorization } })));
    yield* answer.items as AuditEntry[];
    cursor = answer.nextCursor;
  }
}

async function fetchToken({ url, client, secret }: Access): Promise<string> {
  const basic = Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString("base64");
  const body = new URLSearchParams({ grant_type: "client_credentials", scope: "dangbo/admin" });
  const answer = await fetch(`${url}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body,
  });
  return token.parse(await json(answer)).access_token;
}

async function json(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`${new URL(answer.url).pathname} answered ${answer.status}`);
  return answer.json();
}
