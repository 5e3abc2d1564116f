import type { FileHandle } from "node:fs/promises";
import { checkWrite, judgeRead } from "../conditions.ts";
import { percentDecode } from "../encoding.ts";
import { checkVersionId, findObject } from "../lookup.ts";
import { readKeptHeaders, versionHeader } from "../object-headers.ts";
import type { Call, Operation } from "../operation.ts";
import { refuseBody } from "../payload.ts";
import type { ObjectRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { causeOf, withStaging, writeBody } from "../upload.ts";
import { renderXml } from "../xml.ts";

type Source = { readonly bucket: string; readonly key: string; readonly versionId: string | undefined };

function readSource(header: string): Source {
  const [path = "", query] = header.split("?");
  const [, bucket = "", key = ""] = /^\/?([^/]+)\/(.+)$/s.exec(percentDecode(path)) ?? [];
  const [parameter, versionId] = query?.split("=") ?? [];
  if (key === "" || (parameter !== undefined && parameter !== "versionId")) {
    throw new Refusal("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  }
  return { bucket, key, versionId: checkVersionId(versionId) };
}

function replacesMetadata({ request }: Call): boolean {
  const directive = request.amz.get("x-amz-metadata-directive") ?? "COPY";
  if (directive !== "COPY" && directive !== "REPLACE") {
    throw new Refusal("InvalidArgument", "Unknown metadata directive.", { ArgumentName: "x-amz-metadata-directive" });
  }
  return directive === "REPLACE";
}

async function* readAll(bytes: FileHandle): AsyncGenerator<Buffer> {
  yield* bytes.createReadStream({ autoClose: false });
}

function copied(record: ObjectRecord, replaced: ReturnType<typeof readKeptHeaders> | undefined) {
  const { size, etag, sha256, checksum, headers, metadata } = record;
  const bytes = { size, etag, sha256, ...(checksum === undefined ? {} : { checksum }) };
  return { ...bytes, ...(replaced ?? { headers, metadata }) };
}

/** CopyObject, within a bucket or between two; a version of a key may be copied onto the key itself. */
export const copyObject: Operation = async (call) => {
  const { request, auth, bucket } = call;
  refuseBody(request, auth);
  const source = readSource(request.amz.get("x-amz-copy-source") ?? "");
  call.permit(source.versionId === undefined ? "GetObject" : "GetObjectVersion", source.bucket, source.key);
  const replaced = replacesMetadata(call) ? readKeptHeaders(request) : undefined;
  const from = call.bucketNamed(source.bucket);
  if (from === bucket && source.key === request.key && source.versionId === undefined && replaced === undefined) {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing it.";
    throw new Refusal("InvalidRequest", message);
  }
  const opened = await from.open(source.key, () => {
    const found = findObject(from, source.key, source.versionId);
    if (judgeRead(request, found, "x-amz-copy-source-") === "go") return found;
    throw new Refusal("PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  });
  try {
    const record = await withStaging(call, async (staging) => {
      await writeBody(staging, readAll(opened.bytes));
      const cause = causeOf(call, "ObjectCreated:Copy");
      return bucket.put(staging, request.key, copied(opened.record, replaced), cause, (current) =>
        checkWrite(request, current),
      );
    });
    const { "x-amz-version-id": sourceVersion } = versionHeader(opened.record, from.settings.versioned);
    return {
      status: 200,
      headers: {
        ...versionHeader(record, bucket.settings.versioned),
        ...(sourceVersion === undefined ? {} : { "x-amz-copy-source-version-id": sourceVersion }),
      },
      body: renderXml("CopyObjectResult", [
        ["LastModified", record.createdAt],
        ["ETag", `"${record.etag}"`],
      ]),
    };
  } finally {
    await opened.bytes.close();
  }
};
