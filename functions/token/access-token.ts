import type { AuthenticatedClient } from "../../lib/clients/credentials.ts";
import { tokenAudience } from "../../lib/contract/environment.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import type { Scope } from "../../lib/vocabulary/token.ts";
import { claimNames, rootOrganisation } from "../../lib/vocabulary/token.ts";
import type { Signer } from "./signer.ts";

/** The claims of an access token (RFC 9068 §2.2), with the organisation of the client and its path in the tree. */
export const claimsOf = (
  client: AuthenticatedClient,
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

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** An access token: a JWT of type `at+jwt` (RFC 9068 §2.1), signed RS256. */
export const signToken = async (claims: object, signer: Signer): Promise<string> => {
  const { alg, kid } = await signer.publicKey();
  const unsigned = `${encoded({ alg, typ: "at+jwt", kid })}.${encoded(claims)}`;
  const signature = await signer.sign(Buffer.from(unsigned));
  return `${unsigned}.${Buffer.from(signature).toString("base64url")}`;
};
