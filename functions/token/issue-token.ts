import { type AuthenticatedClient, authenticateClient, sameSecret } from "../../lib/clients/credentials.ts";
import { countFailedAttempt } from "../../lib/clients/failed-attempts.ts";
import type { TokenResponse } from "../../lib/contract/oauth.ts";
import { tokenRoutes } from "../../lib/contract/routes/token.ts";
import type { RequestContext } from "../../lib/records/request-context.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { scopes } from "../../lib/vocabulary/token.ts";
import { type ApiRequest, operation, type RawResponse } from "../shared/operation.ts";
import { claimsOf, signToken } from "./access-token.ts";
import type { Issuer } from "./issuer.ts";
import { noStoreHeaders, OAuthError, oauthErrorResponse } from "./oauth-error.ts";
import type { Credentials } from "./token-request.ts";
import { grantedScopes, readTokenRequest } from "./token-request.ts";

type Route = (typeof tokenRoutes)["issueToken"];

/** Issues an access token for client credentials (RFC 6749 §4.4). Errors are those of §5.2, not problems. */
export const issueToken = (issuer: () => Issuer) =>
  operation(tokenRoutes.issueToken, async (request, context) => {
    try {
      return { raw: await issue(request, context, issuer()) };
    } catch (error) {
      if (error instanceof OAuthError) return { raw: oauthErrorResponse(error) };
      throw error;
    }
  });

const issue = async (request: ApiRequest<Route>, context: RequestContext, issuer: Issuer): Promise<RawResponse> => {
  const { credentials, requestedScopes: wanted } = readTokenRequest(formOf(request), request.header("authorization"));
  // After a cold start, the public key is fetched in parallel with the client.
  const [client] = await Promise.all([prove(credentials, context, issuer), issuer.signer.publicKey()]);
  if (!client) {
    await countFailedAttempt(context.table, request.sourceAddress, context.now);
    throw new OAuthError("invalid_client", "Unknown client or wrong secret");
  }
  const granted = grantedScopes(wanted, client.scopes);
  const claims = claimsOf(client, granted, { issuer: issuer.url, tokenId: issuer.newTokenId(), now: context.now });
  const response: TokenResponse = {
    access_token: await signToken(claims, issuer.signer),
    token_type: "Bearer",
    expires_in: limits.tokenLifetime,
    scope: claims.scope,
  };
  return { headers: noStoreHeaders, body: JSON.stringify(response) };
};

const formOf = (request: ApiRequest<Route>): URLSearchParams => {
  try {
    return request.form();
  } catch (error) {
    if (error instanceof Problem)
      throw new OAuthError("invalid_request", "The body must be a form of at most 1 MB", error);
    throw error;
  }
};

/** The first client is created with the stack: it belongs to the root and has every scope. */
const admin: AuthenticatedClient = { id: "admin", scopes, organisationId: null, path: [] };

const prove = async (
  { clientId, clientSecret }: Credentials,
  { table, now }: RequestContext,
  { adminSecret }: Issuer,
) => {
  if (clientId !== admin.id) return authenticateClient(table, clientId, clientSecret, now);
  return sameSecret(clientSecret, adminSecret) ? admin : undefined;
};
