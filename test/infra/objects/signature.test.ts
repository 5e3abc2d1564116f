import { createHash } from "node:crypto";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import { canonicalRequest } from "../../../infra/local/objects/canonical.ts";
import { parseTarget } from "../../../infra/local/objects/request.ts";
import { deriveKey, sha256Hex, signatureOf, stringToSign } from "../../../infra/local/objects/signing.ts";
import { refuseInsecure } from "../../../infra/local/objects/transport.ts";
import { BUCKET, CREDENTIALS, codeOf, openTestStore, refusalOf, type TestStore } from "./store.ts";

let now = new Date();
let opened: TestStore;
beforeEach(async () => {
  now = new Date();
  opened = await openTestStore({ clock: () => now });
});
afterEach(() => opened.dispose());

const key = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."/+ %&=?#'()*!~;:@$,.\"<>[]^`{|}\\ảđ€"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  minLength: 1,
  maxLength: 40,
});
const value = fc
  .string({ unit: fc.constantFrom(..." \tabcXYZ09,;:=+/%\"'"), maxLength: 40 })
  .filter((text) => text.trim() === text);
const name = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789-"),
  minLength: 1,
  maxLength: 12,
});

test("Whatever the SDK signs in its header is accepted", async () => {
  const client = opened.client();
  const property = fc.asyncProperty(
    key,
    fc.dictionary(name, value, { maxKeys: 4 }),
    value,
    async (Key, Metadata, CacheControl) => {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: "x", Metadata, CacheControl }));
      await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
    },
  );
  await fc.assert(property, { numRuns: 100 });
});

test("Whatever the SDK presigns is accepted, and nothing that was changed afterwards", async () => {
  const client = opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" });
  const property = fc.asyncProperty(
    // A URL drops dotted segments of its path before it is sent; keys.test.ts has them.
    key.filter((text) => !text.split("/").some((segment) => segment === "." || segment === "..")),
    fc.dictionary(name, fc.constantFrom("a b", "đ", "1+1"), { maxKeys: 2 }),
    async (Key, Metadata) => {
      const put = await getSignedUrl(client, new PutObjectCommand({ Bucket: BUCKET, Key, Metadata }));
      expect((await fetch(put, { method: "PUT", body: "x" })).status).toBe(200);
      const get = await getSignedUrl(
        client,
        new GetObjectCommand({ Bucket: BUCKET, Key, ResponseContentDisposition: 'inline; filename="a b"' }),
      );
      const read = await fetch(get);
      expect([read.status, await read.text(), read.headers.get("content-disposition")]).toEqual([
        200,
        "x",
        'inline; filename="a b"',
      ]);
      expect((await fetch(`${get}&versionId=null`)).status).toBe(403);
      expect((await fetch(get, { method: "HEAD" })).status).toBe(403);
    },
  );
  await fc.assert(property, { numRuns: 60, examples: [["a+b ảnh", {}]] });
});

test("A request in the header is taken within a quarter of an hour, either way", async () => {
  const quarter = 15 * 60 * 1000;
  const head = () => opened.client().send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a" }));
  for (const offset of [-quarter - 2000, quarter + 2000]) {
    now = new Date(Date.now() + offset);
    expect(await refusalOf(head())).toMatchObject({ status: 403 });
  }
  for (const offset of [-quarter + 5000, quarter - 5000]) {
    now = new Date(Date.now() + offset);
    expect(await refusalOf(head())).toMatchObject({ status: 404 });
  }
  now = new Date(Date.now() + quarter + 2000);
  const put = opened.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x" }));
  expect(await refusalOf(put)).toEqual({ name: "RequestTimeTooSkewed", status: 403 });
});

test("Another secret, another key or another region is refused", async () => {
  const put = (options: object) =>
    refusalOf(opened.client(options).send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "x" })));
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  expect(await put({ credentials: { accessKeyId, secretAccessKey: "guess" } })).toEqual({
    name: "SignatureDoesNotMatch",
    status: 403,
  });
  expect(await put({ credentials: { accessKeyId: "OTHER", secretAccessKey } })).toEqual({
    name: "InvalidAccessKeyId",
    status: 403,
  });
  expect(await put({ credentials: { accessKeyId, secretAccessKey, sessionToken: "t" } })).toEqual({
    name: "InvalidToken",
    status: 400,
  });
  expect(await put({ region: "us-east-1" })).toEqual({ name: "AuthorizationHeaderMalformed", status: 400 });
});

test.each([
  ["no signature", {}, "", "AccessDenied"],
  ["an old signature in the header", { authorization: "AWS LOCALKEY:c2lnbmF0dXJl" }, "", "InvalidRequest"],
  ["an old signature in the query", {}, "?AWSAccessKeyId=LOCALKEY&Signature=x&Expires=1", "InvalidRequest"],
  ["a broken header", { authorization: "AWS4-HMAC-SHA256 Credential=x" }, "", "AuthorizationHeaderMalformed"],
  ["half a query", {}, "?X-Amz-Algorithm=AWS4-HMAC-SHA256", "AuthorizationQueryParametersError"],
  ["both", { authorization: "AWS4-HMAC-SHA256 Credential=x" }, "?X-Amz-Algorithm=AWS4-HMAC-SHA256", "InvalidArgument"],
])("A request with %s is refused", async (_, headers, query, code) => {
  const response = await fetch(`${opened.store.url}/${BUCKET}/a${query}`, { headers });
  expect(response.headers.get("x-amz-request-id")).toMatch(/^[0-9A-F]{16}$/);
  expect(await codeOf(response)).toBe(code);
});

/** Changes a signed request on its way, as somebody in between could. */
function tampering(change: (request: { headers: Record<string, string>; body: unknown }) => void) {
  const client = opened.client();
  const stack = client.middlewareStack;
  stack.add(
    (next) => (args) => {
      change(args.request as Parameters<typeof change>[0]);
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  return client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "bytes", ContentType: "text/plain" }));
}

test("Nothing can be changed or added on the way", async () => {
  expect(
    await refusalOf(
      tampering(({ headers }) => {
        headers["content-type"] = "text/html";
      }),
    ),
  ).toMatchObject({ name: "SignatureDoesNotMatch" });
  expect(
    await refusalOf(
      tampering(({ headers }) => {
        headers["x-amz-meta-a"] = "1";
      }),
    ),
  ).toMatchObject({ name: "AccessDenied" });
  expect(
    await refusalOf(
      tampering((request) => {
        request.body = "BYTES";
      }),
    ),
  ).toMatchObject({ name: "XAmzContentSHA256Mismatch" });
  await tampering(() => undefined);
});

test("A request in the header that was signed long ago cannot be sent again with a new date", async () => {
  const changed = tampering(({ headers }) => {
    headers["x-amz-date"] = "20200101T000000Z";
  });
  expect(await refusalOf(changed)).toMatchObject({ status: 400 });
});

/** "Authenticating Requests: Using Query Parameters" and "… Authorization Header", S3 API Reference. */
test("The examples that AWS publishes come out to their signatures", () => {
  const scope = { day: "20130524", region: "us-east-1" };
  const context = { key: deriveKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope), scope, at: "20130524T000000Z" };
  const sign = (method: string, url: string, headers: Record<string, string>, payload: string) => {
    const all = new Map(Object.entries({ host: "examplebucket.s3.amazonaws.com", ...headers }));
    const canonical = canonicalRequest({ method, ...parseTarget(url), headers: all }, [...all.keys()].sort(), payload);
    return signatureOf(context, stringToSign("AWS4-HMAC-SHA256", context, [sha256Hex(canonical)]));
  };
  const empty = createHash("sha256").digest("hex");
  const common = { "x-amz-content-sha256": empty, "x-amz-date": context.at };
  expect(sign("GET", "/test.txt", { range: "bytes=0-9", ...common }, empty)).toBe(
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
  expect(sign("GET", "/?lifecycle", common, empty)).toBe(
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  );
  expect(sign("GET", "/?max-keys=2&prefix=J", common, empty)).toBe(
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
  const query =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";
  expect(sign("GET", `/test.txt?${query}`, {}, "UNSIGNED-PAYLOAD")).toBe(
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  );
});

test("A bucket that refuses plain HTTP takes it from this machine only", () => {
  for (const remoteAddress of ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
    refuseInsecure({ encrypted: false, remoteAddress });
  refuseInsecure({ encrypted: true, remoteAddress: "192.0.2.7" });
  expect(() => refuseInsecure({ encrypted: false, remoteAddress: "192.0.2.7" })).toThrow("Access Denied");
});
