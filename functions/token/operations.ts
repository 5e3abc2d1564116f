import { getKeys } from "./get-keys.ts";
import { getOpenIdConfiguration, getServerMetadata } from "./get-server-metadata.ts";
import { issueToken } from "./issue-token.ts";
import type { Issuer } from "./issuer.ts";

/** The operations of the token function, with what tokens are issued with. */
export const tokenOperations = (issuer: () => Issuer) => ({
  issueToken: issueToken(issuer),
  getServerMetadata: getServerMetadata(issuer),
  getOpenIdConfiguration: getOpenIdConfiguration(issuer),
  getKeys: getKeys(issuer),
});
