import { checkWrite } from "../conditions.ts";
import { MAX_PUT_BYTES } from "../limits.ts";
import { checksumHeader, readKeptHeaders, versionHeader } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import { openPayload } from "../payload.ts";
import { causeOf, describeBytes, withStaging, writeBody } from "../upload.ts";

/** PutObject: streams the body to disk, compares it with all that was promised, then commits. */
export const putObject: Operation = async (call) => {
  const { request, auth, bucket } = call;
  const kept = readKeptHeaders(request);
  const payload = openPayload(request, auth, MAX_PUT_BYTES);
  // Looked at before the bytes, to spare them, and again when they are committed.
  checkWrite(request, bucket.index.versions(request.key)[0]);
  const record = await withStaging(call, async (staging) => {
    await writeBody(staging, payload.bytes);
    const validation = { ...describeBytes(payload.finish()), ...kept };
    return bucket.put(staging, request.key, validation, causeOf(call, "ObjectCreated:Put"), (current) =>
      checkWrite(request, current),
    );
  });
  const version = versionHeader(record, bucket.settings.versioned);
  return { status: 200, headers: { etag: `"${record.etag}"`, ...checksumHeader(record), ...version } };
};
