import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import { Bucket, errorOf, useTestStore } from "./store.ts";

const opened = useTestStore({ bucket: { versioned: true } });
const put = async (body: string, more = {}) => (await opened.put("a", body, more)).VersionId;
const read = (VersionId?: string) => opened.read("a", VersionId === undefined ? {} : { VersionId });
const remove = (VersionId?: string) => opened.s3.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId }));

test("Every write creates a version that can be read, also after a restart", async () => {
  const [one, two] = [await put("one"), await put("two")];
  await opened.reopen();
  expect(await Promise.all([read(), read(one), read(two)])).toEqual(["two", "one", "two"]);
});

test("A deletion hides the object with a delete marker, and removing the marker shows the object again", async () => {
  const one = await put("one");
  const marker = await remove();
  expect(marker.DeleteMarker).toBe(true);
  expect(await errorOf(read())).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await errorOf(read(marker.VersionId))).toEqual({ name: "MethodNotAllowed", status: 405 });
  expect(await read(one)).toBe("one");
  expect(await opened.s3.send(new ListObjectsV2Command({ Bucket }))).toMatchObject({ KeyCount: 0 });
  expect(await remove(marker.VersionId)).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
  expect(await read()).toBe("one");
});

test("A deletion by version removes that version permanently", async () => {
  const [one, two] = [await put("one"), await put("two")];
  await remove(two);
  expect(await read()).toBe("one");
  expect(await errorOf(read(two))).toEqual({ name: "NoSuchVersion", status: 404 });
  await remove(one);
  expect(await errorOf(read())).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await opened.files("objects")).toEqual([]);
});

test("After a deletion a write with If-None-Match succeeds again", async () => {
  await put("one", { IfNoneMatch: "*" });
  expect(await errorOf(put("two", { IfNoneMatch: "*" }))).toMatchObject({ status: 412 });
  await remove();
  await put("three", { IfNoneMatch: "*" });
  expect(await read()).toBe("three");
});

test("Versions are listed by key, the newest first, across pages", async () => {
  const [one, two] = [await put("one"), await put("two")];
  const marker = (await remove()).VersionId;
  await opened.put("b");
  const found: [string | undefined, string | undefined, boolean | undefined][] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (next !== undefined) {
    const list = new ListObjectVersionsCommand({ Bucket, MaxKeys: 1, ...next });
    const page: ListObjectVersionsCommandOutput = await opened.s3.send(list);
    for (const { Key, VersionId, IsLatest } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
      found.push([Key, VersionId, IsLatest]);
    next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  expect(found).toEqual([
    ["a", marker, true],
    ["a", two, false],
    ["a", one, false],
    ["b", expect.any(String), true],
  ]);
});

test("An invalid version id is rejected", async () => {
  await put("one");
  expect(await errorOf(read("../../etc"))).toEqual({ name: "InvalidArgument", status: 400 });
  expect(await errorOf(remove("nonsense"))).toEqual({ name: "InvalidArgument", status: 400 });
  const head = opened.s3.send(new HeadObjectCommand({ Bucket, Key: "a", VersionId: "A".repeat(32) }));
  expect(await errorOf(head)).toMatchObject({ status: 404 });
});
