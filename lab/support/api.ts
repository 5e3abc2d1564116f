import type { Api } from "../../test/demo/api.ts";

type Parts = { body?: object; headers?: Record<string, string> };

/** The API that the steps of the demo call, on any way to send a request. */
export const apiOver = (
  send: (
    method: "GET" | "POST" | "PUT" | "PATCH",
    path: string,
    parts?: Parts,
  ) => Promise<{ body: unknown; etag?: string | undefined }>,
): Api => {
  const bodyOf = async <T>(response: ReturnType<typeof send>) => (await response).body as T;
  return {
    get: (path) => bodyOf(send("GET", path)),
    post: (path, body, key) =>
      bodyOf(send("POST", path, { ...(body ? { body } : {}), headers: { "idempotency-key": key } })),
    put: (path, body) => bodyOf(send("PUT", path, { body })),
    patch: async (path, body) => {
      const { etag = "" } = await send("GET", path);
      return bodyOf(send("PATCH", path, { body, headers: { "if-match": etag } }));
    },
  };
};
