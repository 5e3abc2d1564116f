import type { ServerMetadata } from "../../lib/contract/oauth.ts";
import { tokenRoutes } from "../../lib/contract/routes/token.ts";
import { scopes } from "../../lib/vocabulary/token.ts";
import { operation, type RawResponse } from "../shared/operation.ts";
import { issueToken } from "./issue-token.ts";
import type { Issuer } from "./issuer.ts";

/** Seconds that clients may cache metadata and keys; a new key must be published that long before it signs. */
const documentMaxAge = 300;

export const tokenOperations = (issuer: () => Issuer) => ({
  issueToken: issueToken(issuer),

  getServerMetadata: operation(tokenRoutes.getServerMetadata, async () => publicDocument(metadataOf(issuer().url))),

  getOpenIdConfiguration: operation(tokenRoutes.getOpenIdConfiguration, async () =>
    publicDocument(metadataOf(issuer().url)),
  ),

  getKeys: operation(tokenRoutes.getKeys, async () => {
    const { signer, otherKeys } = issuer();
    return publicDocument({ keys: await Promise.all([signer, ...otherKeys].map((key) => key.publicKey())) });
  }),
});

/** Server metadata (RFC 8414). It issues no identity tokens; OpenID Connect Discovery requires the last two fields. */
const metadataOf = (issuer: string): ServerMetadata => ({
  issuer,
  token_endpoint: issuer + tokenRoutes.issueToken.path,
  jwks_uri: issuer + tokenRoutes.getKeys.path,
  scopes_supported: [...scopes],
  response_types_supported: [],
  grant_types_supported: ["client_credentials"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
});

const publicDocument = (document: object): { raw: RawResponse } => ({
  raw: {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": `public, max-age=${documentMaxAge}`,
    },
    body: JSON.stringify(document),
  },
});
