import { type Scope, scopes } from "../../lib/vocabulary/scopes.ts";
import { OAuthError } from "./oauth-error.ts";

export type Credentials = { clientId: string; clientSecret: string };

/**
 * Id and secret of the client, from `Authorization: Basic` or from the form (RFC 6749 §2.3.1). Throws `invalid_client`
 * where there are none, `invalid_request` where both ways are used at once.
 */
export const readCredentials = (authorization: string | undefined, form: ReadonlyMap<string, string>): Credentials => {
  const clientId = form.get("client_id");
  const clientSecret = form.get("client_secret");
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined)
      throw new OAuthError("invalid_client", "Client credentials are needed");
    return { clientId, clientSecret };
  }
  const basic = readBasic(authorization);
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw new OAuthError("invalid_request", "Credentials must come in one way only");
  return basic;
};

const form = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

const readBasic = (authorization: string): Credentials => {
  const [, encoded] = form.exec(authorization) ?? [];
  if (encoded === undefined) throw new OAuthError("invalid_client", "The Authorization header is not Basic");
  const [clientId = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  if (rest.length === 0) throw new OAuthError("invalid_client", "The Authorization header holds no secret");
  return { clientId: decoded(clientId), clientSecret: decoded(rest.join(":")) };
};

/** Within Basic both parts are form-encoded. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch (error) {
    throw new OAuthError("invalid_client", "The credentials are not form-encoded", error);
  }
};

/** A request for a token: who asks, and for which scopes; `undefined`: all that the client has. */
export type TokenRequest = { credentials: Credentials; requestedScopes: readonly string[] | undefined };

/** Reads a request for a token (RFC 6749 §4.4.2). Parameters nobody knows are ignored, as §3.2 wants. */
export const readTokenRequest = (fields: URLSearchParams, authorization: string | undefined): TokenRequest => {
  const form = singleFields(fields);
  const grant = form.get("grant_type");
  if (grant === undefined) throw new OAuthError("invalid_request", "grant_type is needed");
  if (grant !== "client_credentials")
    throw new OAuthError("unsupported_grant_type", "grant_type must be client_credentials");
  const credentials = readCredentials(authorization, form);
  return { credentials, requestedScopes: form.get("scope")?.split(" ").filter(Boolean) };
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
