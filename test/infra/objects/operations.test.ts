import { request } from "node:http";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectAclCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Bucket, codeOf, errorOf, useTestStore } from "./store.ts";

const opened = useTestStore();
const head = (Key: string) => opened.s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));

test("An object is returned with its bytes, type, headers and metadata, also after a restart", async () => {
  const headers = {
    ContentType: "text/plain",
    CacheControl: "no-store",
    ContentDisposition: 'inline; filename="a.txt"',
    Metadata: { "taken-by": "Minh" },
  };
  const { ETag } = await opened.put("a.txt", "xin chào", headers);
  const expected = { ...headers, ETag, ContentLength: 9 };
  expect(await head("a.txt")).toMatchObject(expected);
  await opened.reopen();
  expect(await head("a.txt")).toMatchObject(expected);
  expect(await opened.read("a.txt")).toBe("xin chào");
});

test("An object can be empty", async () => {
  await opened.put("empty", "", { ContentLength: 0 });
  expect(await opened.read("empty")).toBe("");
});

test("A second write replaces the first one and removes its bytes", async () => {
  await opened.put("a", "one");
  await opened.put("a", "two");
  expect(await opened.read("a")).toBe("two");
  expect(await opened.files("objects")).toHaveLength(2);
});

describe("ranges of a read", () => {
  const digits = "0123456789";
  beforeEach(() => opened.put("digits", digits));

  test.each([
    ["bytes=0-3", "0123"],
    ["bytes=4-", "456789"],
    ["bytes=-2", "89"],
    ["bytes=8-99", "89"],
    ["bytes=-99", digits],
  ])("The range %s returns only these bytes", async (Range, expected) => {
    const part = await opened.s3.send(new GetObjectCommand({ Bucket, Key: "digits", Range }));
    expect(part.$metadata.httpStatusCode).toBe(206);
    expect(part.ContentRange).toMatch(/^bytes \d-9\/10$|^bytes 0-3\/10$/);
    expect(await part.Body?.transformToString()).toBe(expected);
  });

  test.each(["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"])(
    "The unsupported range %s returns the complete object",
    async (Range) => {
      expect(await opened.read("digits", { Range })).toBe(digits);
    },
  );

  test.each(["bytes=10-", "bytes=-0"])("The range %s past the end is rejected", async (Range) => {
    expect(await errorOf(opened.read("digits", { Range }))).toEqual({ name: "InvalidRange", status: 416 });
  });
});

test("A read obeys its conditions", async () => {
  const { ETag } = await opened.put("a", "one");
  const { read } = opened;
  expect(await read("a", { IfMatch: ETag })).toBe("one");
  expect(await errorOf(read("a", { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
  expect(await errorOf(read("a", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
  expect(await read("a", { IfNoneMatch: '"other"' })).toBe("one");
  expect(await errorOf(read("a", { IfModifiedSince: new Date(Date.now() + 5000) }))).toMatchObject({ status: 304 });
  expect(await errorOf(read("a", { IfUnmodifiedSince: new Date(0) }))).toMatchObject({ status: 412 });
});

test("A write obeys its conditions", async () => {
  const { put } = opened;
  const failed = { name: "PreconditionFailed", status: 412 };
  expect(await errorOf(put("a", "one", { IfMatch: '"x"' }))).toMatchObject({ name: "NoSuchKey" });
  const { ETag } = await put("a", "one", { IfNoneMatch: "*" });
  expect(await errorOf(put("a", "two", { IfNoneMatch: "*" }))).toEqual(failed);
  expect(await errorOf(put("a", "two", { IfMatch: '"x"' }))).toEqual(failed);
  await put("a", "two", { IfMatch: ETag });
  expect(await opened.read("a")).toBe("two");
});

test.each(["SHA256", "CRC32"] as const)(
  "A %s checksum of the SDK is verified and stored",
  async (ChecksumAlgorithm) => {
    const name = `Checksum${ChecksumAlgorithm}` as const;
    await opened.put("a", "one", { ChecksumAlgorithm });
    const { [name]: checksum } = await head("a");
    expect(checksum).toBeDefined();
    expect(await errorOf(opened.put("b", "two", { [name]: checksum }))).toEqual({ name: "BadDigest", status: 400 });
  },
);

test("A deletion removes the bytes, and deleting an absent object succeeds", async () => {
  await opened.put("a", "one");
  for (let times = 0; times < 2; times += 1) await opened.s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  expect(await errorOf(opened.read("a"))).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await opened.files("objects")).toEqual([]);
});

test("Absent objects and buckets are 404", async () => {
  const list = opened.s3.send(new ListObjectsV2Command({ Bucket: "elsewhere" }));
  expect(await errorOf(list)).toEqual({ name: "NoSuchBucket", status: 404 });
  expect(await errorOf(head("none"))).toMatchObject({ status: 404 });
});

test("Unsupported operations, headers and parameters are rejected as NotImplemented and store nothing", async () => {
  const object = { Bucket, Key: "a" };
  const calls = [
    opened.s3.send(new CreateMultipartUploadCommand(object)),
    opened.s3.send(new CopyObjectCommand({ ...object, CopySource: `${Bucket}/b` })),
    opened.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "a" }] } })),
    opened.s3.send(new PutObjectAclCommand({ ...object, ACL: "private" })),
    opened.s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" })),
    opened.put("a", "one", { ServerSideEncryption: "aws:kms" }),
    opened.put("a", "one", { ChecksumAlgorithm: "CRC32C" }),
    // A stream is sent in signed chunks.
    opened.put("a", "", { Body: Readable.from(["one"]), ContentLength: 3 }),
  ];
  for (const call of calls) expect(await errorOf(call)).toEqual({ name: "NotImplemented", status: 501 });
  // A response to HEAD has no body that could name the error.
  expect(await errorOf(opened.s3.send(new HeadBucketCommand({ Bucket })))).toMatchObject({ status: 501 });
  expect(await opened.files("objects")).toEqual([]);
});

test("More than 2,048 bytes of metadata are rejected", async () => {
  await opened.put("a", "one", { Metadata: { a: "x".repeat(2047) } });
  expect(await errorOf(opened.put("a", "two", { Metadata: { a: "x".repeat(2048) } }))).toEqual({
    name: "MetadataTooLarge",
    status: 400,
  });
});

test("A large upload that waits for 100 Continue is stored, and its body is not requested when it is rejected", async () => {
  const upload = () => opened.put("a", "x".repeat(5_000_000), { IfNoneMatch: "*" });
  await upload();
  expect(await errorOf(upload())).toMatchObject({ name: "PreconditionFailed" });
});

test("A connection can be used again after an upload on it was rejected", async () => {
  const s3 = opened.client({ requestHandler: { httpAgent: { maxSockets: 1, keepAlive: true } } });
  const put = (more: { Bucket?: string; ContentMD5?: string }) =>
    s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: Buffer.alloc(1_000_000), ...more }));
  expect(await errorOf(put({ Bucket: "elsewhere" }))).toMatchObject({ name: "NoSuchBucket" });
  expect(await errorOf(put({ ContentMD5: "nonsense" }))).toMatchObject({ name: "InvalidDigest" });
  await put({});
});

test("An upload without a length is rejected", async () => {
  const s3 = opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" });
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "a" }));
  const { promise, resolve } = Promise.withResolvers<Response>();
  const upload = request(url, { method: "PUT", headers: { "transfer-encoding": "chunked" } }, async (response) => {
    resolve(new Response((await response.toArray()).join(""), { status: response.statusCode ?? 0 }));
  });
  upload.end("bytes");
  const response = await promise;
  expect([response.status, await codeOf(response)]).toEqual([411, "MissingContentLength"]);
});
