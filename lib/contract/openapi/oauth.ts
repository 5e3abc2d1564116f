import { oauthErrors } from "../oauth.ts";
import { type Json, reference } from "./json.ts";

const codesOf = (status: number) =>
  Object.entries(oauthErrors)
    .filter(([, one]) => one === status)
    .map(([code]) => code);

/** Errors of the token endpoint (RFC 6749 §5.2). */
export const oauthSchemas: Json = {
  OAuthError: {
    type: "object",
    required: ["error", "error_description"],
    properties: {
      error: { type: "string", enum: Object.keys(oauthErrors) },
      error_description: { type: "string", description: "For the developer of the client." },
    },
  },
};

const errorResponse = (status: number, description: string, more: { headers?: Json; content?: Json }): Json => ({
  description: `${description} ${codesOf(status)
    .map((code) => `\`${code}\``)
    .join(", ")}.`,
  ...(more.headers ? { headers: more.headers } : {}),
  content: {
    "application/json": {
      schema: reference("schemas", "OAuthError"),
      example: { error: codesOf(status)[0], error_description: "The reason." },
    },
    ...more.content,
  },
});

export const oauthResponses: Json = {
  // The endpoint has no query parameters; an unknown one is rejected with a problem, as everywhere.
  TokenRefused: errorResponse(400, "The token request is invalid:", {
    content: { "application/problem+json": { schema: reference("schemas", "Problem") } },
  }),
  ClientUnknown: errorResponse(401, "The client credentials are invalid:", {
    headers: { "WWW-Authenticate": reference("headers", "WWWAuthenticate") },
  }),
};
