import { OAuthError } from "./oauth-error.ts";

export type Credentials = { clientId: string; clientSecret: string };

/**
 * Id and secret of the client, from `Authorization: Basic` or from the form (RFC 6749 §2.3.1). Throws `invalid_client`
 * where there are none, `invalid_request` where both ways are used at once.
 */
export const readCredentials = (authorization: string | undefined, form: ReadonlyMap<string, string>): Credentials => {
  const clientId = form.get("client_id");
  const clientSecret = form.get("client_secret");
  if (authorization === undefined) {
    if (clientId === undefined || clientSecret === undefined)
      throw new OAuthError("invalid_client", "Client credentials are needed");
    return { clientId, clientSecret };
  }
  const basic = readBasic(authorization);
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw new OAuthError("invalid_request", "Credentials must come in one way only");
  return basic;
};

const form = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i;

const readBasic = (authorization: string): Credentials => {
  const [, encoded] = form.exec(authorization) ?? [];
  if (encoded === undefined) throw new OAuthError("invalid_client", "The Authorization header is not Basic");
  const [clientId = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  if (rest.length === 0) throw new OAuthError("invalid_client", "The Authorization header holds no secret");
  return { clientId: decoded(clientId), clientSecret: decoded(rest.join(":")) };
};

/** Within Basic both parts are form-encoded. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch (error) {
    throw new OAuthError("invalid_client", "The credentials are not form-encoded", error);
  }
};
