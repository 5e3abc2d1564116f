import { JwtRsaVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
import type { JwtPayload } from "aws-jwt-verify/jwt-model";
import * as z from "zod/mini";
import { messageOf } from "../errors.ts";
import type { JwtSettings } from "./api-registry.ts";
import type { JwtContext } from "./event.ts";

export type AuthorizerResult = { allowed: JwtContext } | { status: 401 | 403; reason: string };
export type Authorizer = (authorization: string | undefined, scopes: readonly string[]) => Promise<AuthorizerResult>;
export type FetchJwks = (issuer: string) => Promise<Jwks>;

const metadata = z.object({ jwks_uri: z.string() });
const jwks = z.object({
  keys: z.array(z.object({ kty: z.literal("RSA"), kid: z.string(), n: z.string(), e: z.string() })),
});

/** Milliseconds before keys are fetched again for an unknown key id: invented ids must not cause a request each. */
const fetchInterval = 5_000;

/** Fetches the keys of an issuer by its metadata, as API Gateway does. */
export const fetchJwks: FetchJwks = async (issuer) => {
  const read = async (url: string) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} returned ${response.status}`);
    return response.json();
  };
  const { jwks_uri } = z.parse(metadata, await read(`${issuer}/.well-known/openid-configuration`));
  return z.parse(jwks, await read(jwks_uri));
};

/**
 * Checks tokens as the JWT authorizer of HTTP API does: signature (RSA), `iss`, `aud` or else `client_id`, `exp`, `nbf`,
 * `iat`, and at least one of the route's scopes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const createAuthorizer = ({ issuer, audience }: JwtSettings, readKeys: FetchJwks = fetchJwks): Authorizer => {
  const verifier = JwtRsaVerifier.create({ issuer, audience: null, jwksUri: `${issuer}/unused` });
  let keys = new Set<string>();
  let fetchedAt = 0;

  const loadKeys = async (keyId: string) => {
    if (keys.has(keyId) || Date.now() - fetchedAt < fetchInterval) return;
    const found = await readKeys(issuer);
    // Set only after a response: while the issuer starts, the next request fetches again.
    fetchedAt = Date.now();
    // Set explicitly, since the verifier does not fetch keys over http.
    verifier.cacheJwks(found);
    keys = new Set(found.keys.map((key) => key.kid ?? ""));
  };

  const verify = async (token: string): Promise<JwtPayload> => {
    const keyId = keyIdOf(token);
    await loadKeys(keyId);
    if (!keys.has(keyId)) throw new InvalidToken("unknown key");
    try {
      const claims = verifier.verifySync(token);
      checkClaims(claims, audience);
      return claims;
    } catch (error) {
      throw new InvalidToken(messageOf(error));
    }
  };

  return async (authorization, scopes) => {
    try {
      const claims = await verify(/^(?:Bearer +)?(\S+)$/i.exec(authorization ?? "")?.[1] ?? "");
      const granted = `${claims.scope ?? claims.scp ?? ""}`.split(" ").filter((scope) => scope !== "");
      const allowed = scopes.length === 0 || scopes.some((scope) => granted.includes(scope));
      if (!allowed) return { status: 403, reason: "none of the scopes" };
      return { allowed: { claims: asText(claims), scopes: scopes.length > 0 ? granted : null } };
    } catch (error) {
      // Other errors come from the issuer or the gateway and say nothing about the token.
      if (error instanceof InvalidToken) return { status: 401, reason: error.message };
      throw error;
    }
  };
};

class InvalidToken extends Error {}

const keyIdOf = (token: string): string => {
  // Other texts may decode alike (RFC 7515 §2).
  if (!token.split(".").every((part) => Buffer.from(part, "base64url").toString("base64url") === part))
    throw new InvalidToken("not base64url");
  try {
    const { kid } = decomposeUnverifiedJwt(token).header;
    if (kid !== undefined) return kid;
  } catch (error) {
    throw new InvalidToken(messageOf(error));
  }
  throw new InvalidToken("no key id");
};

/** Checks the claims that the verifier does not check. */
const checkClaims = (claims: JwtPayload, audience: readonly string[]): void => {
  const named = [claims.aud ?? claims.client_id].flat();
  if (!named.some((each) => typeof each === "string" && audience.includes(each)))
    throw new InvalidToken("wrong audience");
  if (typeof claims.exp !== "number") throw new InvalidToken("no expiry");
  if (typeof claims.iat === "number" && claims.iat > Date.now() / 1000 + 1)
    throw new InvalidToken("issued in the future");
};

/** Functions receive every claim as text, lists as `[a b]`. */
const asText = (claims: JwtPayload): Record<string, string> => {
  const text = (value: unknown) => (Array.isArray(value) ? `[${value.join(" ")}]` : String(value));
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, text(value)]));
};
