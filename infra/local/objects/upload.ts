import { join } from "node:path";
import type { Staging } from "./bucket-folder.ts";
import type { Digests } from "./checksums.ts";
import { writeDurably } from "./files.ts";
import type { Call } from "./operation.ts";

/** The cause that a call's event names. */
export function causeOf({ request, principal }: Call, name: "ObjectCreated:Put" | "ObjectCreated:Copy") {
  return { name, requestId: request.id, principal, sourceAddress: request.remoteAddress };
}

/** Runs `work` with a staged folder, which is gone where it fails. */
export async function withStaging<T>({ bucket }: Call, context: (staging: Staging) => Promise<T>): Promise<T> {
  const staging = await bucket.stage();
  try {
    return await context(staging);
  } catch (error) {
    await staging.discard();
    throw error;
  }
}

/** Streams a body into the staged folder. */
export async function writeBody(staging: Staging, bytes: AsyncIterable<Buffer>): Promise<void> {
  await writeDurably(join(staging.path, "body"), bytes);
}

/** What a record keeps of the bytes received. */
export function describeBytes({ size, md5, sha256, checksum }: Digests) {
  const bytes = { size, etag: md5.toString("hex"), sha256: sha256.toString("hex") };
  return checksum === undefined ? bytes : { ...bytes, checksum };
}
