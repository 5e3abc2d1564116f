import * as z from "zod/mini";
import type { AuditEntry } from "../../infra/audit/chain.ts";

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
