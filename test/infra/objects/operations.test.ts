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
  type S3Client,
} from "@aws-sdk/client-s3";
import { BUCKET, filesIn, openTestStore, refusalOf, type TestStore } from "./store.ts";

let opened: TestStore;
let client: S3Client;

beforeEach(async () => {
  opened = await openTestStore();
  client = opened.client();
});
afterEach(() => opened.dispose());

const put = (Key: string, Body: string, more = {}) =>
  client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body, ...more }));
const read = async (Key: string, more = {}) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
  return Body?.transformToString();
};

test("An object comes back with its bytes, type, headers and metadata, after a stop too", async () => {
  const { ETag } = await put("a.txt", "xin chào", {
    ContentType: "text/plain",
    CacheControl: "no-store",
    ContentDisposition: 'inline; filename="a.txt"',
    Metadata: { "taken-by": "Minh" },
  });
  const kept = {
    ETag,
    ContentLength: 9,
    ContentType: "text/plain",
    CacheControl: "no-store",
    ContentDisposition: 'inline; filename="a.txt"',
    Metadata: { "taken-by": "Minh" },
  };
  expect(await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a.txt" }))).toMatchObject(kept);
  await opened.reopen();
  client = opened.client();
  expect(await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a.txt" }))).toMatchObject(kept);
  expect(await read("a.txt")).toBe("xin chào");
});

test("An empty object is an object", async () => {
  await put("empty", "", { ContentLength: 0 });
  expect(await read("empty")).toBe("");
});

test("A second write replaces the first, and its bytes go", async () => {
  await put("a", "one");
  await put("a", "two");
  expect(await read("a")).toBe("two");
  expect(await filesIn(opened, "objects")).toHaveLength(2);
});

test.each([
  ["bytes=0-3", "0123"],
  ["bytes=4-", "456789"],
  ["bytes=-2", "89"],
  ["bytes=8-99", "89"],
  ["bytes=-99", "0123456789"],
])("The range %s is served alone", async (Range, expected) => {
  await put("digits", "0123456789");
  const part = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "digits", Range }));
  expect(part.$metadata.httpStatusCode).toBe(206);
  expect(part.ContentRange).toMatch(/^bytes \d-9\/10$|^bytes 0-3\/10$/);
  expect(await part.Body?.transformToString()).toBe(expected);
});

test.each(["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"])(
  "The range %s is none, so all is served",
  async (Range) => {
    await put("digits", "0123456789");
    expect(await read("digits", { Range })).toBe("0123456789");
  },
);

test.each(["bytes=10-", "bytes=-0"])("The range %s past the end is refused", async (Range) => {
  await put("digits", "0123456789");
  expect(await refusalOf(read("digits", { Range }))).toEqual({ name: "InvalidRange", status: 416 });
});

test("A read's conditions are kept", async () => {
  const { ETag } = await put("a", "one");
  expect(await read("a", { IfMatch: ETag })).toBe("one");
  expect(await refusalOf(read("a", { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
  expect(await refusalOf(read("a", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
  expect(await read("a", { IfNoneMatch: '"other"' })).toBe("one");
  expect(await refusalOf(read("a", { IfModifiedSince: new Date(Date.now() + 5000) }))).toMatchObject({ status: 304 });
  expect(await refusalOf(read("a", { IfUnmodifiedSince: new Date(0) }))).toMatchObject({ status: 412 });
});

test("A write's conditions are kept", async () => {
  expect(await refusalOf(put("a", "one", { IfMatch: '"x"' }))).toMatchObject({ name: "NoSuchKey" });
  const { ETag } = await put("a", "one", { IfNoneMatch: "*" });
  expect(await refusalOf(put("a", "two", { IfNoneMatch: "*" }))).toEqual({ name: "PreconditionFailed", status: 412 });
  expect(await refusalOf(put("a", "two", { IfMatch: '"x"' }))).toEqual({ name: "PreconditionFailed", status: 412 });
  await put("a", "two", { IfMatch: ETag });
  expect(await read("a")).toBe("two");
});

test.each(["SHA256", "SHA1", "CRC32"] as const)(
  "A %s checksum that the SDK computes is verified and kept",
  async (ChecksumAlgorithm) => {
    await put("a", "one", { ChecksumAlgorithm });
    const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a", ChecksumMode: "ENABLED" }));
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBeDefined();
    const wrong = { [`Checksum${ChecksumAlgorithm}`]: head[`Checksum${ChecksumAlgorithm}`] };
    expect(await refusalOf(put("b", "two", wrong))).toEqual({ name: "BadDigest", status: 400 });
  },
);

test("A copy has the bytes and, unless replaced, the metadata of its source", async () => {
  await put("from/ảnh +1", "bytes", { ContentType: "image/png", Metadata: { a: "1" } });
  const CopySource = `${BUCKET}/${encodeURIComponent("from/ảnh +1")}`;
  await client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "to", CopySource }));
  const plain = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "to" }));
  expect(plain).toMatchObject({ ContentType: "image/png", Metadata: { a: "1" } });
  const replaced = { MetadataDirective: "REPLACE", ContentType: "image/webp", Metadata: { b: "2" } } as const;
  await client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "to", CopySource, ...replaced }));
  const other = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "to" }));
  expect([other.ContentType, other.Metadata]).toEqual(["image/webp", { b: "2" }]);
  expect(await read("to")).toBe("bytes");
});

test("A copy of nothing, out of an unknown bucket or onto itself is refused", async () => {
  await put("a", "one");
  const copy = (CopySource: string, more = {}) =>
    refusalOf(client.send(new CopyObjectCommand({ Bucket: BUCKET, Key: "a", CopySource, ...more })));
  expect(await copy(`${BUCKET}/none`)).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await copy("elsewhere/a")).toEqual({ name: "NoSuchBucket", status: 404 });
  expect(await copy(`${BUCKET}/a`)).toEqual({ name: "InvalidRequest", status: 400 });
  expect(await copy("nonsense")).toEqual({ name: "InvalidArgument", status: 400 });
  const stale = { CopySourceIfMatch: '"x"', MetadataDirective: "REPLACE" };
  expect(await copy(`${BUCKET}/a`, stale)).toEqual({ name: "PreconditionFailed", status: 412 });
});

test("Deleting removes the bytes, and deleting nothing is no error", async () => {
  await put("a", "one");
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a" }));
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a" }));
  expect(await refusalOf(read("a"))).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await filesIn(opened, "objects")).toEqual([]);
});

test("Many keys, with any signs in them, are deleted at once", async () => {
  const keys = ["a&b", "<c>", "ảnh 1", "d'\"e", "f]]>", "g\nh"];
  for (const key of keys) await put(key, key);
  const Delete = { Objects: [...keys, "never there"].map((Key) => ({ Key })) };
  const { Deleted, Errors } = await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete }));
  expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, "never there"]);
  expect(Errors).toBeUndefined();
  expect(await filesIn(opened, "objects")).toEqual([]);
});

test("What is not there is said to be not there", async () => {
  await client.send(new HeadBucketCommand({ Bucket: BUCKET }));
  expect(await refusalOf(client.send(new HeadBucketCommand({ Bucket: "elsewhere" })))).toMatchObject({ status: 404 });
  expect(await refusalOf(client.send(new ListObjectsV2Command({ Bucket: "elsewhere" })))).toMatchObject({
    name: "NoSuchBucket",
  });
  expect(await refusalOf(client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "none" })))).toMatchObject({
    status: 404,
  });
});

test("What the store does not do is refused by name, never skipped", async () => {
  const expected = { name: "NotImplemented", status: 501 };
  expect(await refusalOf(client.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key: "a" })))).toEqual(
    expected,
  );
  expect(await refusalOf(client.send(new PutObjectAclCommand({ Bucket: BUCKET, Key: "a", ACL: "private" })))).toEqual(
    expected,
  );
  expect(await refusalOf(put("a", "one", { ServerSideEncryption: "aws:kms" }))).toEqual(expected);
  expect(await refusalOf(put("a", "one", { ChecksumAlgorithm: "CRC32C" }))).toMatchObject({ name: "NotImplemented" });
  expect(await filesIn(opened, "objects")).toEqual([]);
});

test("Too much metadata is refused", async () => {
  await put("a", "one", { Metadata: { a: "x".repeat(2047) } });
  expect(await refusalOf(put("a", "two", { Metadata: { a: "x".repeat(2048) } }))).toEqual({
    name: "MetadataTooLarge",
    status: 400,
  });
});
