import { type OAuthErrorCode, oauthErrors } from "../../lib/contract/oauth.ts";
import type { RawResponse } from "../shared/operation.ts";

/** An error of the token endpoint (RFC 6749 §5.2). The description is for the developer of the client. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;

  constructor(code: OAuthErrorCode, description: string, cause?: unknown) {
    super(description, { cause });
    this.name = "OAuthError";
    this.code = code;
  }
}

/** Caches must not store responses with tokens (RFC 6749 §5.1). */
export const noStoreHeaders = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  pragma: "no-cache",
};

export const oauthErrorResponse = ({ code, message }: OAuthError): RawResponse => ({
  status: oauthErrors[code],
  headers: { ...noStoreHeaders, ...(code === "invalid_client" ? { "www-authenticate": 'Basic realm="dangbo"' } : {}) },
  body: JSON.stringify({ error: code, error_description: message }),
});
