import type { Presign } from "./presigner.ts";
import { checksumOf, type Expected, type UploadSigner, uploadLifetime } from "./upload.ts";
import { type ViewSigner, viewLifetime } from "./view.ts";

const headersOf = ({ contentType, sha256 }: Expected) => ({
  "content-type": contentType,
  "if-none-match": "*",
  "x-amz-checksum-sha256": checksumOf(sha256),
});

/** Signs uploads: storage refuses other bytes, another type or size, and a second upload, since the signature covers all of them. */
export const createUploadSigner = (presign: Presign): UploadSigner => ({
  sign: async (expected, now) => {
    const headers = headersOf(expected);
    const bound = { ...headers, "content-length": String(expected.size) };
    const url = await presign({ method: "PUT", key: expected.key, headers: bound }, now, uploadLifetime);
    const expiresAt = new Date(Date.parse(now) + uploadLifetime * 1_000).toISOString();
    return { method: "PUT", url, headers, expiresAt };
  },
});

/** Signs views. */
export const createViewSigner = (presign: Presign): ViewSigner => ({
  sign: (key, now) => presign({ method: "GET", key }, now, viewLifetime),
});
