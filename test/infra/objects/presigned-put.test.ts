import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Bucket, codeOf, sha256, useTestStore } from "./store.ts";

const bytes = Buffer.from("the bytes of a photo");
const contentType = "image/jpeg";
let now = new Date();
beforeEach(() => {
  now = new Date();
});
const opened = useTestStore({ clock: () => now });

/** Presigns as the service does: the signature covers type, size, SHA-256 and If-None-Match. */
const presign = (expiresIn = 300): Promise<string> => {
  const command = new PutObjectCommand({
    Bucket,
    Key: "in/photo.jpg",
    ContentType: contentType,
    ContentLength: bytes.length,
    ChecksumSHA256: sha256(bytes),
    IfNoneMatch: "*",
  });
  return getSignedUrl(opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" }), command, {
    expiresIn,
    signingDate: now,
    signableHeaders: new Set(["host", "content-type", "content-length", "if-none-match"]),
    unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
  });
};

const signedHeaders = { "content-type": contentType, "if-none-match": "*", "x-amz-checksum-sha256": sha256(bytes) };

const put = (url: string, body: Buffer = bytes, more: Record<string, string | undefined> = {}): Promise<Response> => {
  const headers = Object.entries({ ...signedHeaders, ...more }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  );
  return fetch(url, { method: "PUT", body: new Uint8Array(body), headers });
};

const expectNothingStored = async (): Promise<void> => {
  expect(await opened.files("objects")).toEqual([]);
  expect(await opened.files("tmp")).toEqual([]);
};

test("An upload of the announced bytes is stored with their type and checksum", async () => {
  const url = await presign();
  expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toBe(
    "content-length;content-type;host;if-none-match;x-amz-checksum-sha256",
  );
  const response = await put(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("x-amz-checksum-sha256")).toBe(sha256(bytes));
  const get = new GetObjectCommand({ Bucket, Key: "in/photo.jpg", ChecksumMode: "ENABLED" });
  const stored = await opened.s3.send(get);
  expect(await stored.Body?.transformToString()).toBe(bytes.toString());
  expect(stored).toMatchObject({ ContentType: contentType, ChecksumSHA256: sha256(bytes) });
});

test.each<[string, Buffer, Record<string, string | undefined>, string, number]>([
  ["one byte more", Buffer.concat([bytes, Buffer.from("!")]), {}, "SignatureDoesNotMatch", 403],
  ["one byte less", bytes.subarray(1), {}, "SignatureDoesNotMatch", 403],
  ["another type", bytes, { "content-type": "image/png" }, "SignatureDoesNotMatch", 403],
  ["other bytes of the same size", Buffer.alloc(bytes.length, "x"), {}, "BadDigest", 400],
  [
    "other bytes with their own checksum",
    Buffer.alloc(bytes.length, "x"),
    { "x-amz-checksum-sha256": sha256(Buffer.alloc(bytes.length, "x")) },
    "SignatureDoesNotMatch",
    403,
  ],
  [
    "no If-None-Match header, although it was signed",
    bytes,
    { "if-none-match": undefined },
    "SignatureDoesNotMatch",
    403,
  ],
  ["a header of S3 that was not signed", bytes, { "x-amz-meta-more": "1" }, "AccessDenied", 403],
  ["a Content-MD5 of other bytes", bytes, { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" }, "BadDigest", 400],
  ["a Content-MD5 that is none", bytes, { "content-md5": "nonsense" }, "InvalidDigest", 400],
])("An upload with %s is rejected and stores nothing", async (_, body, headers, code, status) => {
  const response = await put(await presign(), body, headers);
  expect(response.status).toBe(status);
  expect(await codeOf(response)).toBe(code);
  await expectNothingStored();
});

test("An upload URL can be used once, a second upload changes nothing", async () => {
  const url = await presign();
  expect((await put(url)).status).toBe(200);
  const second = await put(url);
  expect([second.status, await codeOf(second)]).toEqual([412, "PreconditionFailed"]);
  expect(await opened.files("objects")).toHaveLength(2);
});

test("Of twenty concurrent uploads to one URL exactly one is stored", async () => {
  const url = await presign();
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await put(url)).status));
  expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  expect(await opened.files("objects")).toHaveLength(2);
});

test("An upload URL is valid up to its last second", async () => {
  const url = await presign(60);
  const signedAt = Math.floor(now.getTime() / 1000) * 1000;
  now = new Date(signedAt + 60_001);
  const late = await put(url);
  expect([late.status, await codeOf(late)]).toEqual([403, "AccessDenied"]);
  await expectNothingStored();
  now = new Date(signedAt + 60_000);
  expect((await put(url)).status).toBe(200);
});

test("A URL may be signed up to 15 minutes in the future", async () => {
  const url = await presign();
  const signedAt = Math.floor(now.getTime() / 1000) * 1000;
  now = new Date(signedAt - 15 * 60 * 1000 - 1);
  expect((await put(url)).status).toBe(403);
  now = new Date(signedAt - 15 * 60 * 1000);
  expect((await put(url)).status).toBe(200);
});

test.each([
  [
    "X-Amz-Signature",
    (value: string) => value.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    "SignatureDoesNotMatch",
  ],
  ["X-Amz-Expires", () => "299", "SignatureDoesNotMatch"],
  ["X-Amz-Expires", () => "604801", "AuthorizationQueryParametersError"],
  ["X-Amz-Expires", () => "0", "AuthorizationQueryParametersError"],
  ["X-Amz-Expires", () => "-1", "AuthorizationQueryParametersError"],
  ["X-Amz-Algorithm", () => "AWS4-HMAC-SHA1", "AuthorizationQueryParametersError"],
  ["X-Amz-Credential", (value: string) => value.replace("LOCALKEY", "OTHERKEY"), "InvalidAccessKeyId"],
  [
    "X-Amz-Credential",
    (value: string) => value.replace("ap-southeast-1", "us-east-1"),
    "AuthorizationQueryParametersError",
  ],
  ["X-Amz-SignedHeaders", (value: string) => value.replace("host;", ""), "AccessDenied"],
  ["X-Amz-SignedHeaders", (value: string) => value.replace("content-length;", ""), "SignatureDoesNotMatch"],
  ["X-Amz-Date", () => "yesterday", "AuthorizationQueryParametersError"],
])("A URL whose %s was changed (%#) is rejected and stores nothing", async (name, change, code) => {
  const url = new URL(await presign());
  url.searchParams.set(name, change(url.searchParams.get(name) ?? ""));
  expect(await codeOf(await put(url.href))).toBe(code);
  await expectNothingStored();
});

test("A URL is valid for its own key only", async () => {
  const url = (await presign()).replace("photo.jpg", "other.jpg");
  expect(await codeOf(await put(url))).toBe("SignatureDoesNotMatch");
  await expectNothingStored();
});
