/** A minimal client: it sends its token, and JSON in both directions. */
export type Api = {
  get<T>(path: string): Promise<T>;
  /** POST with an idempotency key. */
  post<T>(path: string, body: object | undefined, key: string): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
  patch<T>(path: string, change: object): Promise<T>;
};

export type Credentials = { clientId: string; clientSecret: string };

/** Credentials of the first client of a local service. */
export const localAdmin: Credentials = { clientId: "admin", clientSecret: "local-admin-secret" };

/** A response other than success, with its problem. */
export class RejectedRequest extends Error {
  readonly status: number;
  readonly problem: { code?: string; existing?: { id: string } };

  constructor(request: string, status: number, body: string) {
    super(`${request} returned ${status}: ${body}`);
    this.name = "RejectedRequest";
    this.status = status;
    this.problem = body.startsWith("{") ? JSON.parse(body) : {};
  }
}

/** Requests a token with client credentials (RFC 6749 §4.4). */
export const fetchToken = async (base: string, { clientId, clientSecret }: Credentials): Promise<string> => {
  const answer = await fetch(`${base}/oauth2/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new RejectedRequest("POST /oauth2/token", answer.status, text);
  return (JSON.parse(text) as { access_token: string }).access_token;
};

export const connect = async (
  base: string,
  credentials: Credentials,
): Promise<Api & { delete(path: string): Promise<void> }> => {
  const authorization = `Bearer ${await fetchToken(base, credentials)}`;
  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization, ...(body ? { "content-type": "application/json" } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new RejectedRequest(`${method} ${path}`, answer.status, text);
    return { value: text === "" ? undefined : JSON.parse(text), etag: answer.headers.get("etag") ?? "" };
  };
  return {
    get: async (path) => (await send("GET", path)).value,
    post: async (path, body, key) => (await send("POST", path, body, { "idempotency-key": key })).value,
    put: async (path, body) => (await send("PUT", path, body)).value,
    patch: async (path, change) => {
      const { etag } = await send("GET", path);
      return (await send("PATCH", path, change, { "if-match": etag })).value;
    },
    delete: async (path) => {
      const { etag } = await send("GET", path);
      await send("DELETE", path, undefined, { "if-match": etag });
    },
  };
};

/** All items of a list, page by page. */
export const listAll = async <T>(api: Api, path: string): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? "" : `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; nextCursor: string | null } = await api.get(path + next);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
};
