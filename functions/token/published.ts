import type { RawResponse } from "../shared/operation.ts";

/** Seconds that metadata and keys may be kept: a new key is known everywhere before long. */
const documentMaxAge = 300;

/** A public document of the issuer. */
export const publicDocument = (document: object): { raw: RawResponse } => ({
  raw: {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": `public, max-age=${documentMaxAge}`,
    },
    body: JSON.stringify(document),
  },
});
