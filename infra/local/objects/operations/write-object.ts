import { join } from "node:path";
import { writeNewFile } from "../../files.ts";
import type { Deletion } from "../bucket.ts";
import { checkWriteConditions } from "../conditions.ts";
import { checksumHeader, readStoredHeaders, versionHeader } from "../object-headers.ts";
import type { S3Operation } from "../operation.ts";
import { type Digests, openPayload, rejectBody } from "../payload.ts";
import { versionIdOf } from "./read-object.ts";

const storedDigests = ({ size, md5, sha256, checksum }: Digests) => {
  const digests = { size, etag: md5.toString("hex"), sha256: sha256.toString("hex") };
  return checksum === undefined ? digests : { ...digests, checksum };
};

/** PutObject: streams the body to disk, compares it with the announced digests, then commits. */
export const putObject: S3Operation = async ({ request, auth, bucket, principal }) => {
  const { key } = request;
  const stored = readStoredHeaders(request);
  const payload = openPayload(request, auth);
  const source = { requestId: request.id, principal, sourceAddress: request.remoteAddress };
  // Checked before the body is read, to save reading it, and again within the commit.
  checkWriteConditions(request, bucket.index.versions(key)[0]);
  const staging = await bucket.stage();
  try {
    await writeNewFile(join(staging.path, "body"), payload.bytes);
    const object = { ...storedDigests(payload.finish()), ...stored };
    const record = await bucket.put({ staging, key, object, source }, (current) =>
      checkWriteConditions(request, current),
    );
    const version = versionHeader(record, bucket.settings.versioned);
    return { status: 200, headers: { etag: `"${record.etag}"`, ...checksumHeader(record), ...version } };
  } catch (error) {
    await staging.discard();
    throw error;
  }
};

const deletionHeaders = ({ versionId, deleteMarker }: Deletion): Record<string, string> => ({
  ...(versionId === undefined ? {} : { "x-amz-version-id": versionId }),
  ...(deleteMarker ? { "x-amz-delete-marker": "true" } : {}),
});

/** DeleteObject: removes the named version, or adds a delete marker in a versioned bucket. */
export const deleteObject: S3Operation = async ({ request, auth, bucket }) => {
  rejectBody(request, auth);
  const deletion = await bucket.delete(request.key, versionIdOf(request));
  return { status: 204, headers: deletionHeaders(deletion) };
};
