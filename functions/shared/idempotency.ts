import { createHash } from "node:crypto";
import type { IdempotencyRequest } from "../../lib/records/idempotency.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { type ApiEvent, header } from "./event.ts";

/** A key as the IETF draft writes it, in quotes, or bare: up to 255 visible characters. */
const keyForm = /^(?:"([\x20\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/;

/** What makes a POST happen once, if it asks for it (draft-ietf-httpapi-idempotency-key-header). */
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
    const fault = {
      pointer: "Idempotency-Key",
      code: "invalid-format",
      values: { format: "idempotency key" },
    } as const;
    throw new Problem("invalid-header", { fieldErrors: [fault] });
  }
  const fingerprint = createHash("sha256").update(canonical(body)).digest("base64url");
  return { clientId, route: event.rawPath, key, fingerprint };
};

/** JSON with the names of objects in order: the same content gives the same text however it was written. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
};
