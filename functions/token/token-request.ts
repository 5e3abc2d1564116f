import { type Scope, scopes } from "../../lib/vocabulary/token.ts";
import { OAuthError } from "./oauth-error.ts";

export type Credentials = { clientId: string; clientSecret: string };

/**
 * Id and secret of the client, from `Authorization: Basic` or from the form (RFC 6749 §2.3.1). Throws `invalid_client`
 * without credentials, `invalid_request` with both.
 */
export const readCredentials = (authorization: string | undefined, form: ReadonlyMap<string, string>): Credentials => {
  const clientId = form.get("client_id");
  const clientSecret = form.get("client_secret");
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined)
      throw new OAuthError("invalid_client", "Client credentials are required");
    return { clientId, clientSecret };
  }
  const basic = readBasic(authorization);
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw new OAuthError(
      "invalid_request",
      "Client credentials must be in the Authorization header or in the body, not in both",
    );
  return basic;
};

const basicForm = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

const readBasic = (authorization: string): Credentials => {
  const [, encoded] = basicForm.exec(authorization) ?? [];
  if (encoded === undefined)
    throw new OAuthError("invalid_client", "The Authorization header must use the Basic scheme");
  const bytes = Buffer.from(encoded, "base64");
  // Unused bits that are not zero would make another text of the same credentials (RFC 4648 §3.5).
  if (bytes.toString("base64").replaceAll("=", "") !== encoded.replaceAll("=", ""))
    throw new OAuthError("invalid_client", "The Authorization header is not valid base64");
  const [clientId = "", ...rest] = bytes.toString("utf8").split(":");
  if (rest.length === 0) throw new OAuthError("invalid_client", "The Authorization header contains no client secret");
  return { clientId: formDecode(clientId), clientSecret: formDecode(rest.join(":")) };
};

/** RFC 6749 §2.3.1: both parts of Basic credentials are form-encoded. */
const formDecode = (part: string): string => {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch (error) {
    throw new OAuthError("invalid_client", "The client credentials are not form-encoded", error);
  }
};

/** A token request. Without `requestedScopes`, the client gets all its scopes. */
export type TokenRequest = { credentials: Credentials; requestedScopes: readonly string[] | undefined };

/** Parses a token request (RFC 6749 §4.4.2). Unknown parameters are ignored (§3.2). */
export const readTokenRequest = (fields: URLSearchParams, authorization: string | undefined): TokenRequest => {
  const form = singleFields(fields);
  const grant = form.get("grant_type");
  if (grant === undefined) throw new OAuthError("invalid_request", "grant_type is required");
  if (grant !== "client_credentials")
    throw new OAuthError("unsupported_grant_type", "grant_type must be client_credentials");
  const credentials = readCredentials(authorization, form);
  return { credentials, requestedScopes: form.get("scope")?.split(" ").filter(Boolean) };
};

/** Parameters without a value count as omitted, repeated ones are rejected (RFC 6749 §3.2). */
const singleFields = (fields: URLSearchParams): ReadonlyMap<string, string> => {
  const form = new Map<string, string>();
  for (const [name, value] of fields) {
    if (form.has(name)) throw new OAuthError("invalid_request", `The parameter ${name} is repeated`);
    form.set(name, value);
  }
  return new Map([...form].filter(([, value]) => value !== ""));
};

/** The requested scopes in their canonical order. Throws `invalid_scope` for a scope that the client does not have. */
export const grantedScopes = (requested: readonly string[] | undefined, owned: readonly Scope[]): Scope[] => {
  if (requested?.some((scope) => !owned.some((one) => one === scope)))
    throw new OAuthError("invalid_scope", "The client does not have all requested scopes");
  return scopes.filter((scope) => owned.includes(scope) && (requested === undefined || requested.includes(scope)));
};
