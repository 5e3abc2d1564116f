import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { BUCKET, filesIn, openTestStore, refusalOf, type TestStore } from "./store.ts";

let opened: TestStore;
let client: S3Client;

beforeEach(async () => {
  opened = await openTestStore({ bucket: { versioned: true } });
  client = opened.client();
});
afterEach(() => opened.dispose());

const put = async (Body: string, more = {}) => {
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body, ...more }));
  return VersionId ?? "";
};
const read = async (VersionId?: string) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a", VersionId }));
  return Body?.transformToString();
};
const remove = (VersionId?: string) => client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a", VersionId }));

test("Every write is a version of its own, and each can be read, after a stop too", async () => {
  const [one, two] = [await put("one"), await put("two")];
  await opened.reopen();
  client = opened.client();
  expect(await read()).toBe("two");
  expect(await read(one)).toBe("one");
  expect(await read(two)).toBe("two");
});

test("A deletion hides the object behind a marker, and removing the marker brings it back", async () => {
  const one = await put("one");
  const marker = await remove();
  expect(marker.DeleteMarker).toBe(true);
  expect(await refusalOf(read())).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await refusalOf(read(marker.VersionId))).toEqual({ name: "MethodNotAllowed", status: 405 });
  expect(await read(one)).toBe("one");
  expect(await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).toMatchObject({ KeyCount: 0 });
  expect(await remove(marker.VersionId)).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
  expect(await read()).toBe("one");
});

test("A deletion by version removes that version for good", async () => {
  const [one, two] = [await put("one"), await put("two")];
  await remove(two);
  expect(await read()).toBe("one");
  expect(await refusalOf(read(two))).toEqual({ name: "NoSuchVersion", status: 404 });
  await client.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects: [{ Key: "a", VersionId: one }] } }));
  expect(await refusalOf(read())).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await filesIn(opened, "objects")).toEqual([]);
});

test("A delete marker opens a key again to a write that must be the first", async () => {
  await put("one", { IfNoneMatch: "*" });
  expect(await refusalOf(put("two", { IfNoneMatch: "*" }))).toMatchObject({ status: 412 });
  await remove();
  await put("three", { IfNoneMatch: "*" });
  expect(await read()).toBe("three");
});

test("An older version becomes the current one by a copy onto its key", async () => {
  const one = await put("one");
  await put("two");
  const copy = { Bucket: BUCKET, Key: "a", CopySource: `${BUCKET}/a?versionId=${one}` };
  expect(await client.send(new CopyObjectCommand(copy))).toMatchObject({ CopySourceVersionId: one });
  expect(await read()).toBe("one");
});

test("Versions are listed by key, the newest first, page by page", async () => {
  const one = await put("one");
  const two = await put("two");
  const marker = (await remove()).VersionId;
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "b", Body: "b" }));
  const found: [string | undefined, string | undefined, boolean | undefined][] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (next !== undefined) {
    const list = new ListObjectVersionsCommand({ Bucket: BUCKET, MaxKeys: 1, ...next });
    const page: ListObjectVersionsCommandOutput = await client.send(list);
    for (const { Key, VersionId, IsLatest } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      found.push([Key, VersionId, IsLatest]);
    }
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  expect(found).toEqual([
    ["a", marker, true],
    ["a", two, false],
    ["a", one, false],
    ["b", expect.any(String), true],
  ]);
});

test("A version id that cannot be one is refused", async () => {
  await put("one");
  expect(await refusalOf(read("../../etc"))).toEqual({ name: "InvalidArgument", status: 400 });
  expect(await refusalOf(remove("nonsense"))).toEqual({ name: "InvalidArgument", status: 400 });
  const head = client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: "a", VersionId: "A".repeat(32) }));
  expect(await refusalOf(head)).toMatchObject({ status: 404 });
});
