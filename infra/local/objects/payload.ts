import { algorithmOf, createDigester, type Digests, parseChecksum, readChecksum } from "./checksums.ts";
import { createChunkSignatures } from "./chunk-signatures.ts";
import { decodeChunked } from "./chunked.ts";
import { announcedTrailer, checkAnnounced, checkDigests, contentMd5 } from "./promises.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";
import type { Authenticated } from "./signature.ts";
import { EMPTY_SHA256 } from "./signing.ts";

/** A body on its way in: its bytes may be read once; `finish` gives what they were, or refuses what was not promised. */
export type Payload = {
  readonly bytes: AsyncIterable<Buffer>;
  finish(): Digests;
};

const STREAMING = "STREAMING-";

function declaredLength(request: S3Request, header: string, limit: number): number {
  const text = request.headers.get(header);
  if (text === undefined || !/^\d{1,15}$/.test(text)) {
    throw new Refusal("MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (Number(text) > limit) {
    const details = { ProposedSize: text, MaxSizeAllowed: String(limit) };
    throw new Refusal("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", details);
  }
  return Number(text);
}

async function* measured(source: AsyncIterable<Buffer>, length: number, update: (bytes: Buffer) => void) {
  let size = 0;
  for await (const bytes of source) {
    size += bytes.length;
    if (size > length) break;
    update(bytes);
    yield bytes;
  }
  if (size !== length) {
    throw new Refusal(
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    );
  }
}

/** A plain body: exactly its Content-Length, with the hashes its headers promise. */
function openPlain(request: S3Request, payloadHash: string, limit: number): Payload {
  const length = declaredLength(request, "content-length", limit);
  const [md5, checksum] = [contentMd5(request), readChecksum(request)];
  checkAnnounced(request, checksum?.algorithm);
  const digester = createDigester(checksum?.algorithm);
  return {
    bytes: measured(request.body(), length, digester.update),
    finish() {
      const found = digester.finish();
      checkDigests(found, md5, payloadHash === "UNSIGNED-PAYLOAD" ? undefined : payloadHash, checksum);
      return found;
    },
  };
}

/** An aws-chunked body: `x-amz-decoded-content-length` bytes once its chunks are undone, its checksum in the trailer. */
function openChunked(request: S3Request, auth: Authenticated, limit: number): Payload {
  const length = declaredLength(request, "x-amz-decoded-content-length", limit);
  const [md5, header, trailer] = [
    contentMd5(request),
    readChecksum(request),
    announcedTrailer(request, auth.payloadHash),
  ];
  if (trailer !== undefined && header !== undefined) {
    throw new Refusal("InvalidRequest", "Expecting a single checksum, in a header or in the trailer.");
  }
  const algorithm = trailer === undefined ? header?.algorithm : algorithmOf(trailer);
  checkAnnounced(request, algorithm);
  const digester = createDigester(algorithm);
  const signed = auth.payloadHash.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
  let checksum = header;
  const bytes = decodeChunked(request.body(), {
    signatures: signed ? createChunkSignatures(auth.context, auth.signature) : undefined,
    trailer,
    onTrailer: (value) => {
      checksum = parseChecksum(trailer ?? "", value);
    },
  });
  return {
    bytes: measured(bytes, length, digester.update),
    finish() {
      const found = digester.finish();
      checkDigests(found, md5, undefined, checksum);
      return found;
    },
  };
}

const CHUNKED = [
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
];

/** Opens the body of a request for at most `limit` bytes; nothing is read before `bytes` is. */
export function openPayload(request: S3Request, auth: Authenticated, limit: number): Payload {
  const { payloadHash } = auth;
  if (CHUNKED.includes(payloadHash)) return openChunked(request, auth, limit);
  if (payloadHash === "UNSIGNED-PAYLOAD" || /^[0-9a-f]{64}$/.test(payloadHash))
    return openPlain(request, payloadHash, limit);
  if (payloadHash.startsWith(STREAMING)) {
    throw new Refusal("NotImplemented", `The payload ${payloadHash} is not implemented.`, {
      Header: "x-amz-content-sha256",
    });
  }
  const message = "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-..., or a valid sha256 value.";
  throw new Refusal("InvalidArgument", message);
}

/** For operations without a body: refuses one that is there, or a hash of one. */
export function refuseBody(request: S3Request, auth: Authenticated): void {
  const length = request.headers.get("content-length") ?? "0";
  if (length !== "0" || request.headers.has("transfer-encoding")) {
    throw new Refusal("InvalidRequest", "This operation takes no body.");
  }
  if (auth.payloadHash !== "UNSIGNED-PAYLOAD" && auth.payloadHash !== EMPTY_SHA256) {
    throw new Refusal(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}
