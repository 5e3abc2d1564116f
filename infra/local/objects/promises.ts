import type { Checksum, ChecksumAlgorithm, Digests } from "./checksums.ts";
import { base64Bytes } from "./encoding.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";

/** The Content-MD5 of a request, if one is there; InvalidDigest where it cannot be one. */
export function contentMd5(request: S3Request): string | undefined {
  const md5 = request.headers.get("content-md5");
  if (md5 !== undefined && base64Bytes(md5, 16) === undefined) {
    throw new Refusal("InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  return md5;
}

/** The trailer an SDK announced, and whether the payload's kind has one at all. */
export function announcedTrailer(request: S3Request, payloadHash: string): string | undefined {
  const trailer = request.amz.get("x-amz-trailer")?.toLowerCase();
  if (payloadHash.endsWith("-TRAILER") !== (trailer !== undefined)) {
    throw new Refusal("InvalidRequest", "x-amz-trailer and a payload with a trailer must come together.");
  }
  return trailer;
}

/** Refuses a checksum that the SDK announced and did not send. */
export function checkAnnounced(request: S3Request, algorithm: ChecksumAlgorithm | undefined): void {
  const announced = request.amz.get("x-amz-sdk-checksum-algorithm")?.toLowerCase();
  if (announced === undefined || announced === algorithm) return;
  const message =
    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.";
  throw new Refusal("InvalidRequest", message);
}

/** Refuses bytes that are not the ones promised; `md5` in base64, `sha256` in hex. */
export function checkDigests(
  found: Digests,
  md5: string | undefined,
  sha256: string | undefined,
  checksum: Checksum | undefined,
) {
  if (sha256 !== undefined && found.sha256.toString("hex") !== sha256) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    const details = { ClientComputedContentSHA256: sha256, S3ComputedContentSHA256: found.sha256.toString("hex") };
    throw new Refusal("XAmzContentSHA256Mismatch", message, details);
  }
  if (md5 !== undefined && found.md5.toString("base64") !== md5) {
    throw new Refusal("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  if (checksum !== undefined && found.checksum?.value !== checksum.value) {
    const name = checksum.algorithm.toUpperCase();
    throw new Refusal("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
  }
}
