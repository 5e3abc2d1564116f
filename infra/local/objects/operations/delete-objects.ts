import { readChecksum } from "../checksums.ts";
import { parseDeleteDocument } from "../delete-document.ts";
import { MAX_DELETE_BODY_BYTES } from "../limits.ts";
import { checkVersionId } from "../lookup.ts";
import type { Call, Operation } from "../operation.ts";
import { openPayload } from "../payload.ts";
import { Refusal } from "../refusal.ts";
import { renderXml, type XmlNode } from "../xml.ts";

type Wanted = { readonly key: string; readonly versionId: string | undefined };

async function deleteOne({ bucket, permit }: Call, { key, versionId }: Wanted): Promise<XmlNode> {
  const named: XmlNode[] = [["Key", key], ...(versionId === undefined ? [] : [["VersionId", versionId] as const])];
  try {
    permit(versionId === undefined ? "DeleteObject" : "DeleteObjectVersion", bucket.settings.name, key);
    const { deleteMarker, versionId: gone } = await bucket.delete(key, checkVersionId(versionId));
    const marker: XmlNode[] = deleteMarker
      ? [
          ["DeleteMarker", "true"],
          ["DeleteMarkerVersionId", gone ?? ""],
        ]
      : [];
    return ["Deleted", [...named, ...marker]];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return ["Error", [...named, ["Code", error.code], ["Message", error.message]]];
  }
}

/** DeleteObjects: each key on its own; the answer names what went and what did not. */
export const deleteObjects: Operation = async (call) => {
  const { request, auth } = call;
  const isBound =
    request.headers.has("content-md5") || readChecksum(request) !== undefined || request.amz.has("x-amz-trailer");
  if (!isBound) {
    throw new Refusal("InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
  const payload = openPayload(request, auth, MAX_DELETE_BODY_BYTES);
  const pieces: Buffer[] = [];
  for await (const bytes of payload.bytes) pieces.push(bytes);
  payload.finish();
  const { quiet, objects } = parseDeleteDocument(Buffer.concat(pieces));
  const results: XmlNode[] = [];
  for (const wanted of objects) results.push(await deleteOne(call, wanted));
  return {
    status: 200,
    body: renderXml("DeleteResult", quiet ? results.filter(([name]) => name === "Error") : results),
  };
};
