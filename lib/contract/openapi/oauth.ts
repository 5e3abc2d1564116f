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

const refusal = (status: number, description: string, more: { headers?: Json; content?: Json }): Json => ({
  description: `${description} ${codesOf(status)
    .map((code) => `\`${code}\``)
    .join(", ")}.`,
  ...(more.headers ? { headers: more.headers } : {}),
  content: {
    "application/json": {
      schema: reference("schemas", "OAuthError"),
      example: { error: codesOf(status)[0], error_description: "Why." },
    },
    ...more.content,
  },
});

export const oauthResponses: Json = {
  // A query, which this endpoint has none of, is refused like any other.
  TokenRefused: refusal(400, "The request cannot be met:", {
    content: { "application/problem+json": { schema: reference("schemas", "Problem") } },
  }),
  ClientUnknown: refusal(401, "The client is not known by these credentials:", {
    headers: { "WWW-Authenticate": reference("headers", "WWWAuthenticate") },
  }),
};
