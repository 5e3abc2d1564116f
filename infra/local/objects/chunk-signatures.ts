import { createHash } from "node:crypto";
import { Refusal } from "./refusal.ts";
import { EMPTY_SHA256, type SigningContext, sameSignature, sha256Hex, signatureOf, stringToSign } from "./signing.ts";

/** Checks the chain of signatures of a signed aws-chunked body, each over the one before. */
export type ChunkSignatures = {
  update(bytes: Buffer): void;
  /** Ends a chunk. */
  check(signature: string): void;
  /** Ends the body: `trailers` are its lines `name:value\n`. */
  checkTrailers(trailers: string, signature: string): void;
};

/** `seed` is the signature of the request's headers (SigV4, "Signature calculations for multiple chunks"). */
export function createChunkSignatures(context: SigningContext, seed: string): ChunkSignatures {
  let previous = seed;
  let hash = createHash("sha256");

  function follow(kind: string, parts: string[], signature: string): void {
    const text = stringToSign(`AWS4-HMAC-SHA256-${kind}`, context, [previous, ...parts]);
    const expected = signatureOf(context, text);
    if (!sameSignature(signature, expected)) {
      throw new Refusal("SignatureDoesNotMatch", "The signature of a chunk does not match its bytes.", {
        StringToSign: text,
      });
    }
    previous = expected;
  }

  return {
    update(bytes) {
      hash.update(bytes);
    },
    check(signature) {
      follow("PAYLOAD", [EMPTY_SHA256, hash.digest("hex")], signature);
      hash = createHash("sha256");
    },
    checkTrailers: (trailers, signature) => follow("TRAILER", [sha256Hex(trailers)], signature),
  };
}
