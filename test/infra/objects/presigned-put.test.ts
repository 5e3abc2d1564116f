import { request as httpRequest } from "node:http";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { BUCKET, codeOf, filesIn, openTestStore, sha256, type TestStore } from "./store.ts";

const BYTES = Buffer.from("the bytes of a photo");
const TYPE = "image/jpeg";
let now = new Date("2026-11-20T08:00:00Z");
let opened: TestStore;

beforeEach(async () => {
  now = new Date();
  opened = await openTestStore({ clock: () => now });
});
afterEach(() => opened.dispose());

/** Presigns as the service does: type, size, SHA-256 and If-None-Match bound. */
function presign(expiresIn = 300): Promise<string> {
  const command = new PutObjectCommand({
    Bucket: BUCKET,
    Key: "in/photo.jpg",
    ContentType: TYPE,
    ContentLength: BYTES.length,
    ChecksumSHA256: sha256(BYTES),
    IfNoneMatch: "*",
  });
  return getSignedUrl(opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" }), command, {
    expiresIn,
    signingDate: now,
    signableHeaders: new Set(["host", "content-type", "content-length", "if-none-match"]),
    unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
  });
}

const HEADERS = { "content-type": TYPE, "if-none-match": "*", "x-amz-checksum-sha256": sha256(BYTES) };

function put(url: string, body: Buffer = BYTES, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "PUT", body: new Uint8Array(body), headers: { ...HEADERS, ...headers } });
}

async function expectNothingStored(): Promise<void> {
  expect(await filesIn(opened, "objects")).toEqual([]);
  expect(await filesIn(opened, "tmp")).toEqual([]);
}

test("The bytes that were announced are stored, with their type and checksum", async () => {
  const url = await presign();
  expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toBe(
    "content-length;content-type;host;if-none-match;x-amz-checksum-sha256",
  );
  const response = await put(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("x-amz-checksum-sha256")).toBe(sha256(BYTES));
  const get = new GetObjectCommand({ Bucket: BUCKET, Key: "in/photo.jpg", ChecksumMode: "ENABLED" });
  const stored = await opened.client().send(get);
  expect(await stored.Body?.transformToString()).toBe(BYTES.toString());
  expect(stored).toMatchObject({ ContentType: TYPE, ChecksumSHA256: sha256(BYTES) });
});

test.each([
  ["one byte more", Buffer.concat([BYTES, Buffer.from("!")]), {}, "SignatureDoesNotMatch", 403],
  ["one byte less", BYTES.subarray(1), {}, "SignatureDoesNotMatch", 403],
  ["another type", BYTES, { "content-type": "image/png" }, "SignatureDoesNotMatch", 403],
  ["other bytes of the same size", Buffer.alloc(BYTES.length, "x"), {}, "BadDigest", 400],
  [
    "other bytes with their own checksum",
    Buffer.alloc(BYTES.length, "x"),
    { "x-amz-checksum-sha256": sha256(Buffer.alloc(BYTES.length, "x")) },
    "SignatureDoesNotMatch",
    403,
  ],
  ["a header of S3 that was not signed", BYTES, { "x-amz-meta-more": "1" }, "AccessDenied", 403],
  ["a Content-MD5 of other bytes", BYTES, { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" }, "BadDigest", 400],
  ["a Content-MD5 that is none", BYTES, { "content-md5": "nonsense" }, "InvalidDigest", 400],
])("An upload with %s is refused and leaves nothing", async (_, body, headers, code, status) => {
  const response = await put(await presign(), body, headers);
  expect(response.status).toBe(status);
  expect(await codeOf(response)).toBe(code);
  await expectNothingStored();
});

test("Without the condition that was signed an upload is refused", async () => {
  const { "if-none-match": _, ...headers } = HEADERS;
  const response = await fetch(await presign(), { method: "PUT", body: new Uint8Array(BYTES), headers });
  expect([response.status, await codeOf(response)]).toEqual([403, "SignatureDoesNotMatch"]);
  await expectNothingStored();
});

test("A URL stores once, and the first bytes stay", async () => {
  const url = await presign();
  expect((await put(url)).status).toBe(200);
  const second = await put(url);
  expect([second.status, await codeOf(second)]).toEqual([412, "PreconditionFailed"]);
  expect(await filesIn(opened, "objects")).toHaveLength(2);
});

test("Of twenty uploads at once exactly one is stored", async () => {
  const url = await presign();
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await put(url)).status));
  expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  expect(await filesIn(opened, "objects")).toHaveLength(2);
});

test("A URL lives to its last second and not a moment longer", async () => {
  const url = await presign(60);
  const signedAt = Math.floor(now.getTime() / 1000) * 1000;
  now = new Date(signedAt + 60_001);
  const late = await put(url);
  expect([late.status, await codeOf(late)]).toEqual([403, "AccessDenied"]);
  await expectNothingStored();
  now = new Date(signedAt + 60_000);
  expect((await put(url)).status).toBe(200);
});

test("A URL of a quarter of an hour ahead is taken, one of a later time is not", async () => {
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
])("A URL whose %s was changed (%#) is refused and leaves nothing", async (name, change, code) => {
  const url = new URL(await presign());
  url.searchParams.set(name, change(url.searchParams.get(name) ?? ""));
  expect(await codeOf(await put(url.href))).toBe(code);
  await expectNothingStored();
});

test("A URL for one key opens no other", async () => {
  const url = (await presign()).replace("photo.jpg", "other.jpg");
  expect(await codeOf(await put(url))).toBe("SignatureDoesNotMatch");
  await expectNothingStored();
});

test("An upload cut off in the middle leaves nothing", async () => {
  const url = await presign();
  await new Promise<void>((done) => {
    const headers = { ...HEADERS, "content-length": BYTES.length };
    const upload = httpRequest(url, { method: "PUT", headers });
    upload.on("error", () => done());
    upload.write(BYTES.subarray(0, 5));
    setTimeout(() => upload.destroy(new Error("cut")), 50);
  });
  await opened.store.close();
  await expectNothingStored();
  expect(opened.reports).toEqual([]);
});
