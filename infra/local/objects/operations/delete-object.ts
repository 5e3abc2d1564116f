import type { Deletion } from "../bucket.ts";
import { checkVersionId } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { refuseBody } from "../payload.ts";
import { parameter } from "../request.ts";

function deletionHeaders({ versionId, deleteMarker }: Deletion): Record<string, string> {
  return {
    ...(versionId === undefined ? {} : { "x-amz-version-id": versionId }),
    ...(deleteMarker ? { "x-amz-delete-marker": "true" } : {}),
  };
}

/** DeleteObject: a marker in a bucket with versions, the version itself where its id is given. */
export const deleteObject: Operation = async ({ request, auth, bucket }) => {
  refuseBody(request, auth);
  const deletion = await bucket.delete(request.key, checkVersionId(parameter(request, "versionId")));
  return { status: 204, headers: deletionHeaders(deletion) };
};
