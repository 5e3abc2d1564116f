import * as z from "zod/mini";

/** A token request (RFC 6749 §4.4.2). Id and secret are here or in `Authorization: Basic`, not in both. */
export const tokenRequest = z.object({
  grant_type: z.literal("client_credentials"),
  scope: z.optional(
    z.string().check(z.meta({ description: "Scopes separated by spaces; by default all scopes of the client." })),
  ),
  client_id: z.optional(z.string()),
  client_secret: z.optional(z.string()),
});

export const tokenResponse = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.int().check(z.meta({ description: "Seconds." })),
  scope: z.string(),
});
export type TokenResponse = z.output<typeof tokenResponse>;

/** Errors of the token endpoint (RFC 6749 §5.2). */
export const oauthErrors = {
  invalid_request: 400,
  invalid_client: 401,
  unsupported_grant_type: 400,
  invalid_scope: 400,
} as const;
export type OAuthErrorCode = keyof typeof oauthErrors;

/** Authorization server metadata (RFC 8414 §2), and the fields that OpenID Connect Discovery adds. */
export const serverMetadata = z.object({
  issuer: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  scopes_supported: z.array(z.string()),
  response_types_supported: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  token_endpoint_auth_methods_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
});
export type ServerMetadata = z.output<typeof serverMetadata>;

const publicKey = z.object({
  kty: z.literal("RSA"),
  use: z.literal("sig"),
  alg: z.literal("RS256"),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
});
/** A public key that tokens are checked with (RFC 7517). */
export type PublicKey = z.output<typeof publicKey>;

export const keySet = z.object({ keys: z.array(publicKey) });
