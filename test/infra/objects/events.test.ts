import { CopyObjectCommand, DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { S3EventRecord } from "aws-lambda";
import { BUCKET, eventually, filesIn, openTestStore, type TestStore } from "./store.ts";

let opened: TestStore;
beforeEach(async () => {
  opened = await openTestStore({ bucket: { versioned: true }, eventRetry: { tries: 4, firstDelayMs: 10 } });
});
afterEach(() => opened.dispose());

const put = (Key: string, Body = Key) => opened.client().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

/** Subscribes and gathers what comes; `handle` may refuse it first. */
function gather(prefix = "", suffix = "", handle: (record: S3EventRecord) => void = () => undefined): S3EventRecord[] {
  const records: S3EventRecord[] = [];
  opened.store.onCreated(BUCKET, prefix, suffix, async ({ Records }) => {
    for (const record of Records) handle(record);
    records.push(...Records);
  });
  return records;
}

test("A stored object is told in S3's form, its key encoded as in a form", async () => {
  const records = gather();
  const { VersionId, ETag } = await put("in/ảnh 1+2.jpg", "bytes");
  await eventually(() => records.length === 1);
  expect(records[0]).toMatchObject({
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "ap-southeast-1",
    eventName: "ObjectCreated:Put",
    s3: {
      bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` },
      object: { key: "in/%E1%BA%A3nh+1%2B2.jpg", size: 5, versionId: VersionId, eTag: ETag?.replaceAll('"', "") },
    },
  });
  expect(new Date(records[0]?.eventTime ?? "").toISOString()).toBe(records[0]?.eventTime);
  await eventually(async () => (await filesIn(opened, "events")).length === 0);
});

test("Only keys with the prefix and suffix are told, copies too, deletions and refused writes not", async () => {
  const records = gather("in/", ".jpg");
  await put("out/a.jpg");
  await put("in/a.png");
  await put("in/a.jpg");
  await opened
    .client()
    .send(new CopyObjectCommand({ Bucket: BUCKET, Key: "in/b.jpg", CopySource: `${BUCKET}/out/a.jpg` }));
  await opened.client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "in/a.jpg" }));
  const wrong = { Bucket: BUCKET, Key: "in/c.jpg", Body: "c", ChecksumCRC32: "AAAAAA==" };
  await expect(opened.client().send(new PutObjectCommand(wrong))).rejects.toMatchObject({ name: "BadDigest" });
  await eventually(() => records.length === 2);
  expect(records.map(({ eventName, s3 }) => [eventName, s3.object.key])).toEqual([
    ["ObjectCreated:Put", "in/a.jpg"],
    ["ObjectCreated:Copy", "in/b.jpg"],
  ]);
  await opened.reopen();
  expect(await filesIn(opened, "events")).toEqual([]);
});

test("An event that fails is tried again, and the next of its key waits for it", async () => {
  let refusals = 2;
  const records = gather("", "", () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error("not yet");
  });
  for (const body of ["1", "22", "333"]) await put("a", body);
  await eventually(() => records.length === 3);
  expect(records.map(({ s3 }) => s3.object.size)).toEqual([1, 2, 3]);
  const sequencers = records.map(({ s3 }) => s3.object.sequencer);
  expect(sequencers).toEqual(sequencers.toSorted());
  expect(opened.reports).toEqual([]);
});

test("An event that fails for good is put aside and reported, and the next of its key follows", async () => {
  const records = gather("", "", ({ s3 }) => {
    if (s3.object.size === 1) throw new Error("never");
  });
  await put("a", "1");
  await put("a", "22");
  await put("b", "333");
  await eventually(() => records.length === 2);
  expect(await filesIn(opened, "failed")).toHaveLength(1);
  expect(await filesIn(opened, "events")).toEqual([]);
  expect(opened.reports).toEqual([expect.stringMatching(/given up after 4 tries: Error: never/)]);
});

test("Events not acknowledged come again after a stop, in order, though their objects are deleted", async () => {
  await opened.dispose();
  opened = await openTestStore({ bucket: { versioned: true }, eventRetry: { tries: 1000, firstDelayMs: 20 } });
  opened.store.onCreated(BUCKET, "", "", async () => Promise.reject(new Error("busy")));
  const sizes = [1, 2, 3];
  const versions: (string | undefined)[] = [];
  for (const size of sizes) versions.push((await put("a", "x".repeat(size))).VersionId);
  for (const VersionId of versions) {
    await opened.client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "a", VersionId }));
  }
  await opened.reopen();
  const records = gather();
  await eventually(() => records.length === 3);
  expect(records.map(({ s3 }) => s3.object.size)).toEqual(sizes);
  await opened.reopen();
  expect(await filesIn(opened, "events")).toEqual([]);
});

test("A handler at work when the store stops is waited for", async () => {
  let isDone = false;
  const { promise: started, resolve } = Promise.withResolvers<void>();
  opened.store.onCreated(BUCKET, "", "", async () => {
    resolve();
    await new Promise((done) => setTimeout(done, 50));
    isDone = true;
  });
  await put("a");
  await started;
  await opened.store.close();
  expect(isDone).toBe(true);
});

test("Subscriptions that could both mean one key are refused, as S3 refuses them", () => {
  gather("in/", ".jpg");
  gather("in/", ".png");
  gather("out/", ".jpg");
  expect(() => gather("in/2026/", "")).toThrow("overlap");
  expect(() => opened.store.onCreated("elsewhere", "", "", async () => undefined)).toThrow("There is no bucket");
});
