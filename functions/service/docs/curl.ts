import type { Place } from "./document.ts";

/** A call of an operation as one types it; `$URL`, `$TOKEN` and what is in angle brackets is the reader's. */
export const exampleCall = ({ method, path, operation }: Place): string => {
  const parts = [`curl${method === "GET" ? "" : ` -X ${method}`} "$URL${path.replace(/\{(\w+)\}/g, "<$1>")}"`];
  const security = operation.security[0] ?? {};
  if ("oauth2" in security) parts.push(`-H "Authorization: Bearer $TOKEN"`);
  if ("clientCredentials" in security) parts.push(`-u "$CLIENT_ID:$CLIENT_SECRET"`);
  if (needs(operation, "IfMatch")) parts.push(`-H 'If-Match: "<version>"'`);
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === "application/x-www-form-urlencoded") parts.push(`-d grant_type=client_credentials`);
  else if (type) parts.push(`-H "Content-Type: ${type}"`, `-d '${shellQuoted(body?.example)}'`);
  return parts.join(" \\\n  ");
};

const needs = (operation: Place["operation"], header: string): boolean =>
  (operation.parameters ?? []).some((one) => "$ref" in one && one.$ref.endsWith(`/${header}`));

/** JSON inside single quotes of a shell. */
const shellQuoted = (example: unknown): string => JSON.stringify(example ?? {}, null, 2).replaceAll("'", "'\\''");
