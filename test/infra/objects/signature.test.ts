import { createHash } from "node:crypto";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import { parseTarget } from "../../../infra/local/objects/request.ts";
import { signRequest } from "../../../infra/local/objects/signature.ts";
import { Bucket, codeOf, credentials, errorOf, useTestStore } from "./store.ts";

let now = new Date();
beforeEach(() => {
  now = new Date();
});
const opened = useTestStore({ clock: () => now });

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

test("Every request that the SDK signs in its header is accepted", async () => {
  const client = opened.client();
  const property = fc.asyncProperty(
    key,
    fc.dictionary(name, value, { maxKeys: 4 }),
    value,
    async (Key, Metadata, CacheControl) => {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: "x", Metadata, CacheControl }));
      await client.send(new HeadObjectCommand({ Bucket, Key }));
    },
  );
  await fc.assert(property, { numRuns: 100 });
});

test("Every URL that the SDK presigns is accepted, but not a changed one", async () => {
  const client = opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" });
  const property = fc.asyncProperty(
    // `fetch` removes dotted segments from a path; keys.test.ts covers them.
    key.filter((text) => !text.split("/").some((segment) => segment === "." || segment === "..")),
    fc.dictionary(name, fc.constantFrom("a b", "đ", "1+1"), { maxKeys: 2 }),
    async (Key, Metadata) => {
      const put = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key, Metadata }));
      expect((await fetch(put, { method: "PUT", body: "x" })).status).toBe(200);
      const get = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }));
      const read = await fetch(get);
      expect([read.status, await read.text()]).toEqual([200, "x"]);
      expect((await fetch(`${get}&versionId=null`)).status).toBe(403);
      expect((await fetch(get, { method: "HEAD" })).status).toBe(403);
    },
  );
  await fc.assert(property, { numRuns: 60, examples: [["a+b ảnh", {}]] });
});

test("The clock of a client that signs in the header may differ by up to 15 minutes", async () => {
  const quarter = 15 * 60 * 1000;
  const head = () => opened.client().send(new HeadObjectCommand({ Bucket, Key: "a" }));
  for (const offset of [-quarter - 60_000, quarter + 60_000]) {
    now = new Date(Date.now() + offset);
    expect(await errorOf(head())).toMatchObject({ status: 403 });
  }
  for (const offset of [-quarter + 60_000, quarter - 60_000]) {
    now = new Date(Date.now() + offset);
    expect(await errorOf(head())).toMatchObject({ status: 404 });
  }
  now = new Date(Date.now() + quarter + 2000);
  const put = opened.client().send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }));
  expect(await errorOf(put)).toEqual({ name: "RequestTimeTooSkewed", status: 403 });
});

test("A request with another secret, key, session token or region is rejected", async () => {
  const put = (options: object) =>
    errorOf(opened.client(options).send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" })));
  const { accessKeyId, secretAccessKey } = credentials;
  const attempts = [
    [{ credentials: { accessKeyId, secretAccessKey: "guess" } }, "SignatureDoesNotMatch", 403],
    [{ credentials: { accessKeyId: "OTHER", secretAccessKey } }, "InvalidAccessKeyId", 403],
    [{ credentials: { accessKeyId, secretAccessKey, sessionToken: "t" } }, "InvalidToken", 400],
    [{ region: "us-east-1" }, "AuthorizationHeaderMalformed", 400],
  ] as const;
  for (const [options, name, status] of attempts) expect(await put(options)).toEqual({ name, status });
});

test.each([
  ["no signature", {}, "", "AccessDenied"],
  ["an old signature in the header", { authorization: "AWS LOCALKEY:c2lnbmF0dXJl" }, "", "InvalidRequest"],
  ["an old signature in the query", {}, "?AWSAccessKeyId=LOCALKEY&Signature=x&Expires=1", "InvalidRequest"],
  ["a broken header", { authorization: "AWS4-HMAC-SHA256 Credential=x" }, "", "AuthorizationHeaderMalformed"],
  ["half a query", {}, "?X-Amz-Algorithm=AWS4-HMAC-SHA256", "AuthorizationQueryParametersError"],
  ["both", { authorization: "AWS4-HMAC-SHA256 Credential=x" }, "?X-Amz-Algorithm=AWS4-HMAC-SHA256", "InvalidArgument"],
])("A request with %s is rejected", async (_, headers, query, code) => {
  const response = await fetch(`${opened.store.url}/${Bucket}/a${query}`, { headers });
  expect(response.headers.get("x-amz-request-id")).toMatch(/^[0-9A-F]{16}$/);
  expect(await codeOf(response)).toBe(code);
});

/** Sends a request that is changed after it was signed. */
const tampered = ({ headers, ...change }: { headers?: object; body?: string }) => {
  const client = opened.client();
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: object };
      Object.assign(request.headers, headers);
      Object.assign(request, change);
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  return client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "bytes", ContentType: "text/plain" }));
};

test.each([
  ["a header", { headers: { "content-type": "text/html" } }, "SignatureDoesNotMatch"],
  ["another header", { headers: { "x-amz-meta-a": "1" } }, "AccessDenied"],
  ["the date", { headers: { "x-amz-date": "20200101T000000Z" } }, "AuthorizationHeaderMalformed"],
  ["the body", { body: "BYTES" }, "XAmzContentSHA256Mismatch"],
])("A request of which %s was changed in transit is rejected", async (_, change, name) => {
  expect(await errorOf(tampered(change))).toMatchObject({ name });
  await tampered({});
});

/** "Authenticating Requests: Using Query Parameters" and "… Authorization Header", S3 API Reference. */
test("The signatures equal those of the examples that AWS publishes", () => {
  const scope = { day: "20130524", region: "us-east-1", at: "20130524T000000Z" };
  const sign = (url: string, headers: Record<string, string>, payloadHash: string) => {
    const all = new Map(Object.entries({ host: "examplebucket.s3.amazonaws.com", ...headers }));
    const claim = { ...scope, signedHeaders: [...all.keys()].sort(), payloadHash };
    const request = { method: "GET", ...parseTarget(url), headers: all };
    return signRequest(request, claim, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").signature;
  };
  const empty = createHash("sha256").digest("hex");
  const common = { "x-amz-content-sha256": empty, "x-amz-date": scope.at };
  expect(sign("/test.txt", { range: "bytes=0-9", ...common }, empty)).toBe(
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
  expect(sign("/?lifecycle", common, empty)).toBe("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  expect(sign("/?max-keys=2&prefix=J", common, empty)).toBe(
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  );
  const query =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";
  expect(sign(`/test.txt?${query}`, {}, "UNSIGNED-PAYLOAD")).toBe(
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  );
});
