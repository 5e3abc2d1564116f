import type { ProvenClient } from "../../lib/clients/credentials.ts";
import { tokenAudience } from "../../lib/contract/environment.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import type { Scope } from "../../lib/vocabulary/scopes.ts";
import { claimNames, rootOrganisation } from "../../lib/vocabulary/token.ts";

/** The claims of an access token (RFC 9068 §2.2): who, for how long, which scopes, and where in the tree. */
export const claimsOf = (
  client: ProvenClient,
  granted: readonly Scope[],
  token: { issuer: string; tokenId: string; now: string },
) => {
  const issuedAt = Math.floor(Date.parse(token.now) / 1_000);
  return {
    iss: token.issuer,
    aud: tokenAudience,
    sub: client.id,
    client_id: client.id,
    iat: issuedAt,
    exp: issuedAt + limits.tokenLifetime,
    jti: token.tokenId,
    scope: granted.join(" "),
    [claimNames.organisation]: client.organisationId ?? rootOrganisation,
    [claimNames.path]: client.path.join("/"),
  };
};
