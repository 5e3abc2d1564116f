import { keySet, serverMetadata, tokenRequest, tokenResponse } from "../oauth.ts";
import type { Routes } from "../route.ts";

export const tokenRoutes = {
  issueToken: {
    method: "POST",
    path: "/oauth2/token",
    function: "token",
    scope: "open",
    summary: "Issue an access token (RFC 6749 §4.4)",
    body: tokenRequest,
    example: { grant_type: "client_credentials", scope: "dangbo/read" },
    bodyType: "form",
    status: 200,
    response: tokenResponse,
  },
  getServerMetadata: {
    method: "GET",
    path: "/.well-known/oauth-authorization-server",
    function: "token",
    scope: "open",
    summary: "Read the authorization server metadata (RFC 8414)",
    status: 200,
    response: serverMetadata,
  },
  getOpenIdConfiguration: {
    method: "GET",
    path: "/.well-known/openid-configuration",
    function: "token",
    scope: "open",
    summary: "Read the server metadata at the path of OpenID Connect Discovery",
    status: 200,
    response: serverMetadata,
  },
  getKeys: {
    method: "GET",
    path: "/.well-known/jwks.json",
    function: "token",
    scope: "open",
    summary: "Read the public keys of the token issuer (RFC 7517)",
    status: 200,
    response: keySet,
  },
} as const satisfies Routes;
