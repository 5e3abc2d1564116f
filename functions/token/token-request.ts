import { type Scope, scopes } from "../../lib/vocabulary/scopes.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { OAuthError } from "./oauth-error.ts";

/** A request for a token: who asks, and for which scopes; `undefined`: all that the client has. */
export type TokenRequest = { credentials: Credentials; wanted: readonly string[] | undefined };

/** Reads a request for a token (RFC 6749 §4.4.2). Parameters nobody knows are ignored, as §3.2 wants. */
export const readTokenRequest = (fields: URLSearchParams, authorization: string | undefined): TokenRequest => {
  const form = singleFields(fields);
  const grant = form.get("grant_type");
  if (grant === undefined) throw new OAuthError("invalid_request", "grant_type is needed");
  if (grant !== "client_credentials")
    throw new OAuthError("unsupported_grant_type", "grant_type must be client_credentials");
  const credentials = readCredentials(authorization, form);
  return { credentials, wanted: form.get("scope")?.split(" ").filter(Boolean) };
};

/** Fields sent without a value count as left out, those sent twice are refused (RFC 6749 §3.2). */
const singleFields = (fields: URLSearchParams): ReadonlyMap<string, string> => {
  const form = new Map<string, string>();
  for (const [name, value] of fields) {
    if (form.has(name)) throw new OAuthError("invalid_request", "A parameter stands there twice");
    form.set(name, value);
  }
  return new Map([...form].filter(([, value]) => value !== ""));
};

/** The scopes a token gets: those asked for, in their usual order. Throws `invalid_scope` for one the client has not. */
export const grantedScopes = (wanted: readonly string[] | undefined, owned: readonly Scope[]): Scope[] => {
  if (wanted?.some((scope) => !owned.some((one) => one === scope)))
    throw new OAuthError("invalid_scope", "The client has not every scope asked for");
  return scopes.filter((scope) => owned.includes(scope) && (wanted === undefined || wanted.includes(scope)));
};
