import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { base64Bytes } from "./encoding.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";

/** Bytes of each checksum this store can verify (S3 User Guide, "Checking object integrity"). */
const LENGTHS = { crc32: 4, sha1: 20, sha256: 32 } as const;

export type ChecksumAlgorithm = keyof typeof LENGTHS;
/** `value` in base64, as in `x-amz-checksum-*`. */
export type Checksum = { readonly algorithm: ChecksumAlgorithm; readonly value: string };

/** What was received, by its bytes. `md5` and `sha256` are raw. */
export type Digests = {
  readonly size: number;
  readonly md5: Buffer;
  readonly sha256: Buffer;
  readonly checksum: Checksum | undefined;
};

/** Takes bytes as they pass. */
export type Digester = { update(bytes: Buffer): void; finish(): Digests };

const PREFIX = "x-amz-checksum-";

function isAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(LENGTHS, name);
}

/** The algorithm that a header such as `x-amz-checksum-sha256` names; NotImplemented for those not known here. */
export function algorithmOf(header: string): ChecksumAlgorithm {
  const name = header.slice(PREFIX.length);
  if (header.startsWith(PREFIX) && isAlgorithm(name)) return name;
  throw new Refusal("NotImplemented", `The checksum ${header} is not implemented.`, { Header: header });
}

/** A checksum as sent in a header or trailer; InvalidRequest where it cannot be one. */
export function parseChecksum(header: string, value: string): Checksum {
  const algorithm = algorithmOf(header);
  if (base64Bytes(value, LENGTHS[algorithm]) === undefined) {
    throw new Refusal("InvalidRequest", `Value for ${header} header is invalid.`);
  }
  return { algorithm, value };
}

/** The checksum among the headers of a request, if one is there. */
export function readChecksum(request: Pick<S3Request, "amz">): Checksum | undefined {
  const found = [...request.amz].filter(([name]) => name.startsWith(PREFIX) && name !== "x-amz-checksum-mode");
  if (found.length > 1) {
    throw new Refusal(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  const [first] = found;
  return first === undefined ? undefined : parseChecksum(...first);
}

function crc32Digester() {
  let value = 0;
  return {
    update(bytes: Buffer) {
      value = crc32(bytes, value);
    },
    digest() {
      const bytes = Buffer.alloc(LENGTHS.crc32);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

/** Computes size, MD5, SHA-256 and, where asked, one checksum more in one pass. */
export function createDigester(algorithm: ChecksumAlgorithm | undefined): Digester {
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const extra = algorithm === undefined ? undefined : algorithm === "crc32" ? crc32Digester() : createHash(algorithm);
  let size = 0;
  return {
    update(bytes) {
      size += bytes.length;
      md5.update(bytes);
      sha256.update(bytes);
      extra?.update(bytes);
    },
    finish: () => ({
      size,
      md5: md5.digest(),
      sha256: sha256.digest(),
      checksum:
        algorithm === undefined || extra === undefined
          ? undefined
          : { algorithm, value: extra.digest().toString("base64") },
    }),
  };
}
