import type { RawAnswer } from "../shared/operation.ts";

/** Seconds that metadata and keys may be kept: a new key is known everywhere before long. */
const kept = 300;

/** A public document of the issuer. */
export const published = (document: object): { raw: RawAnswer } => ({
  raw: {
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": `public, max-age=${kept}` },
    body: JSON.stringify(document),
  },
});
