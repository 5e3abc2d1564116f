import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import { Sha256 } from "@smithy/core/checksum";
import { createPresigner, createUploadSigner, createViewSigner } from "../../../lib/storage/presigner.ts";

const region = "ap-southeast-1";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "session/+=" };
const now = "2024-01-15T03:00:00.000Z";
const presign = createPresigner({ region, credentials }, "photos", undefined);

/** What the SDK's own presigner makes of the same request. */
const bySdk = async (method: string, path: string, headers: Record<string, string>, options: object) => {
  const presigner = new S3RequestPresigner({ region, credentials, sha256: Sha256, service: "s3" });
  const hostname = "photos.s3.ap-southeast-1.amazonaws.com";
  const request = { method, protocol: "https:", hostname, path, headers, query: {} };
  const { query } = await presigner.presign(request, { signingDate: new Date(now), expiresIn: 300, ...options });
  return query;
};
const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

test("A view URL equals that of the SDK's presigner", async () => {
  const url = await createViewSigner(presign).sign("renditions/A/B/large.webp", now);
  const signableHeaders = new Set(["host"]);
  expect(queryOf(url)).toEqual(await bySdk("GET", "/renditions/A/B/large.webp", {}, { signableHeaders }));
  expect(new URL(url).origin).toBe("https://photos.s3.ap-southeast-1.amazonaws.com");
});

test("An upload URL equals that of the SDK's presigner and binds type, size, checksum and the absence of an object", async () => {
  const expected = { key: "uploads/A/B", contentType: "image/jpeg", size: 7, sha256: "ab".repeat(32) };
  const { url, headers } = await createUploadSigner(presign).sign(expected, now);
  const bound = { ...headers, "content-length": "7" };
  const signableHeaders = new Set(["host", ...Object.keys(bound)]);
  const unhoistableHeaders = new Set(["x-amz-checksum-sha256"]);
  const theirs = await bySdk("PUT", "/uploads/A/B", bound, { signableHeaders, unhoistableHeaders });
  expect(queryOf(url)).toEqual(theirs);
  expect(theirs?.["X-Amz-SignedHeaders"]).toBe("content-length;content-type;host;if-none-match;x-amz-checksum-sha256");
});
