import { type BinaryToTextEncoding, createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** The checksum of a file, whatever its size. */
export async function sumOf(
  path: string,
  algorithm: "md5" | "sha256",
  encoding: BinaryToTextEncoding,
): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
}
