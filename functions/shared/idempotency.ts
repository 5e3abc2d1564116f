import { createHash } from "node:crypto";
import type { IdempotencyRequest } from "../../lib/records/idempotency.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { type ApiEvent, header } from "./event.ts";

/** Up to 255 visible characters, in quotes as in the IETF draft, or without. */
const keyForm = /^(?:"([\x20\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

/** Reads `Idempotency-Key` of a POST (draft-ietf-httpapi-idempotency-key-header). Throws `invalid-header`. */
export const readIdempotencyRequest = (
  event: ApiEvent,
  clientId: string,
  body: unknown,
): IdempotencyRequest | undefined => {
  const value = header(event, "idempotency-key");
  if (value === undefined || event.requestContext.http.method !== "POST") return undefined;
  const [, quoted, bare] = keyForm.exec(value.trim()) ?? [];
  const key = quoted ?? bare;
  if (!key) {
    const values = { format: "idempotency key" };
    throw new Problem("invalid-header", {
      fieldErrors: [{ pointer: "Idempotency-Key", code: "invalid-format", values }],
    });
  }
  const fingerprint = createHash("sha256").update(canonical(body)).digest("base64url");
  return { clientId, route: event.rawPath, key, fingerprint };
};

/** JSON with sorted names: equal content gives equal text. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
};
