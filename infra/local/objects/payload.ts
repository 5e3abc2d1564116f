import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { isBase64 } from "./encoding.ts";
import type { S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import type { Authenticated } from "./signature.ts";

/** Largest object of a single PUT, in bytes (S3 User Guide, "Uploading objects"). */
export const maxPutBytes = 5 * 1024 ** 3;

/** Bytes of each checksum this store verifies (S3 User Guide, "Checking object integrity"): the SDK's default and ours. */
const checksumLengths = { crc32: 4, sha256: 32 } as const;

type ChecksumAlgorithm = keyof typeof checksumLengths;
/** `value` in base64, as in `x-amz-checksum-*`. */
type Checksum = { readonly algorithm: ChecksumAlgorithm; readonly value: string };

/** Size and digests of the received bytes. */
export type Digests = {
  readonly size: number;
  readonly md5: Buffer;
  readonly sha256: Buffer;
  readonly checksum: Checksum | undefined;
};

const checksumPrefix = "x-amz-checksum-";
const emptySha256 = createHash("sha256").digest("hex");

const isAlgorithm = (name: string): name is ChecksumAlgorithm => Object.hasOwn(checksumLengths, name);

const parseChecksum = (header: string, value: string): Checksum => {
  const algorithm = header.slice(checksumPrefix.length);
  if (!isAlgorithm(algorithm))
    throw new S3Error("NotImplemented", `The checksum ${header} is not implemented.`, { details: { Header: header } });
  if (!isBase64(value, checksumLengths[algorithm]))
    throw new S3Error("InvalidRequest", `Value for ${header} header is invalid.`);
  return { algorithm, value };
};

/** The checksum in the headers of a request, if there is one. */
const readChecksum = ({ amz }: S3Request): Checksum | undefined => {
  const found = [...amz].filter(([name]) => name.startsWith(checksumPrefix));
  if (found.length > 1) {
    throw new S3Error(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  const [first] = found;
  const checksum = first && parseChecksum(...first);
  const announced = amz.get("x-amz-sdk-checksum-algorithm")?.toLowerCase();
  if (announced === undefined || announced === checksum?.algorithm) return checksum;
  const message =
    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.";
  throw new S3Error("InvalidRequest", message);
};

const readContentMd5 = ({ headers }: S3Request): string | undefined => {
  const md5 = headers.get("content-md5");
  if (md5 !== undefined && !isBase64(md5, 16))
    throw new S3Error("InvalidDigest", "The Content-MD5 you specified was invalid.");
  return md5;
};

const readContentLength = ({ headers }: S3Request): number => {
  const text = headers.get("content-length");
  if (text === undefined || !/^\d{1,15}$/.test(text))
    throw new S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (Number(text) > maxPutBytes) {
    const details = { ProposedSize: text, MaxSizeAllowed: String(maxPutBytes) };
    throw new S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", { details });
  }
  return Number(text);
};

const payloadHashMismatch = (details = {}) =>
  new S3Error(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { details },
  );

/** Rejects bytes that differ from the announced ones; `md5` in base64, `sha256` in hex. */
const checkDigests = (
  found: Digests,
  { md5, sha256, checksum }: { md5: string | undefined; sha256: string | undefined; checksum: Checksum | undefined },
) => {
  const foundSha256 = found.sha256.toString("hex");
  if (sha256 !== undefined && foundSha256 !== sha256)
    throw payloadHashMismatch({ ClientComputedContentSHA256: sha256, S3ComputedContentSHA256: foundSha256 });
  if (md5 !== undefined && found.md5.toString("base64") !== md5)
    throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
  if (checksum !== undefined && found.checksum?.value !== checksum.value) {
    const name = checksum.algorithm.toUpperCase();
    throw new S3Error("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
  }
};

/** Computes size, MD5, SHA-256 and CRC-32 in one pass. */
const createDigester = (algorithm: ChecksumAlgorithm | undefined) => {
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  let [size, crc] = [0, 0];
  const crcBytes = () => {
    const bytes = Buffer.alloc(checksumLengths.crc32);
    bytes.writeUInt32BE(crc);
    return bytes;
  };
  return {
    update(bytes: Buffer) {
      size += bytes.length;
      md5.update(bytes);
      sha256.update(bytes);
      if (algorithm === "crc32") crc = crc32(bytes, crc);
    },
    finish(): Digests {
      const digests = { size, md5: md5.digest(), sha256: sha256.digest() };
      if (algorithm === undefined) return { ...digests, checksum: undefined };
      const value = (algorithm === "crc32" ? crcBytes() : digests.sha256).toString("base64");
      return { ...digests, checksum: { algorithm, value } };
    },
  };
};

async function* measured(source: AsyncIterable<Buffer>, length: number, update: (bytes: Buffer) => void) {
  let size = 0;
  for await (const bytes of source) {
    size += bytes.length;
    if (size > length) break;
    update(bytes);
    yield bytes;
  }
  if (size !== length) {
    throw new S3Error(
      "IncompleteBody",
      "You did not provide the number of bytes specified by the Content-Length HTTP header",
    );
  }
}

/**
 * Opens the body of a request. `bytes` can be read once, and nothing is read before; `finish` then compares them with what the
 * request announced.
 */
export const openPayload = (request: S3Request, { payloadHash }: Authenticated) => {
  if (payloadHash.startsWith("STREAMING-")) {
    throw new S3Error("NotImplemented", `The payload ${payloadHash} is not implemented.`, {
      details: { Header: "x-amz-content-sha256" },
    });
  }
  const isUnsigned = payloadHash === "UNSIGNED-PAYLOAD";
  if (!isUnsigned && !/^[0-9a-f]{64}$/.test(payloadHash))
    throw new S3Error("InvalidArgument", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a valid sha256 value.");
  const length = readContentLength(request);
  const [md5, checksum] = [readContentMd5(request), readChecksum(request)];
  const digester = createDigester(checksum?.algorithm);
  return {
    bytes: measured(request.body(), length, digester.update),
    finish(): Digests {
      const found = digester.finish();
      checkDigests(found, { md5, sha256: isUnsigned ? undefined : payloadHash, checksum });
      return found;
    },
  };
};

/** Rejects a body, or the hash of one, on an operation without a body. */
export const rejectBody = ({ headers }: S3Request, { payloadHash }: Authenticated): void => {
  if ((headers.get("content-length") ?? "0") !== "0" || headers.has("transfer-encoding"))
    throw new S3Error("InvalidRequest", "This operation takes no body.");
  if (payloadHash !== "UNSIGNED-PAYLOAD" && payloadHash !== emptySha256) throw payloadHashMismatch();
};
