import type { ServerMetadata } from "../../lib/contract/oauth.ts";
import { tokenRoutes } from "../../lib/contract/routes/token.ts";
import { scopes } from "../../lib/vocabulary/scopes.ts";
import { operation } from "../shared/operation.ts";
import type { Issuer } from "./issuer.ts";
import { publicDocument } from "./published.ts";

/** What the issuer says of itself (RFC 8414). It gives no identity tokens; the last two are what OpenID Connect asks for. */
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

export const getServerMetadata = (issuer: () => Issuer) =>
  operation(tokenRoutes.getServerMetadata, async () => publicDocument(metadataOf(issuer().url)));

export const getOpenIdConfiguration = (issuer: () => Issuer) =>
  operation(tokenRoutes.getOpenIdConfiguration, async () => publicDocument(metadataOf(issuer().url)));
