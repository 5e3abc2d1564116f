import type { Bucket } from "./bucket.ts";
import { versionHeader } from "./object-headers.ts";
import type { ObjectRecord } from "./record.ts";
import { Refusal } from "./refusal.ts";

/** Refuses what cannot be a version id. */
export function checkVersionId(versionId: string | undefined): string | undefined {
  if (versionId !== undefined && !/^([\w-]{32}|null)$/.test(versionId)) {
    throw new Refusal("InvalidArgument", "Invalid version id specified", { ArgumentName: "versionId" });
  }
  return versionId;
}

/** The object that a read means: the current one, or the version asked for. */
export function findObject(bucket: Bucket, key: string, versionId: string | undefined): ObjectRecord {
  const versions = bucket.index.versions(key);
  const found = versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
  if (found?.kind === "object") return found;
  const marker = found && { "x-amz-delete-marker": "true", ...versionHeader(found, bucket.settings.versioned) };
  if (versionId === undefined)
    throw new Refusal("NoSuchKey", "The specified key does not exist.", { Key: key }, marker);
  if (marker === undefined) throw new Refusal("NoSuchVersion", "The specified version does not exist.", { Key: key });
  const message = "The specified method is not allowed against this resource.";
  throw new Refusal("MethodNotAllowed", message, { ResourceType: "DeleteMarker" }, { ...marker, allow: "DELETE" });
}
