import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { S3EventRecord } from "aws-lambda";
import { until } from "../../support/until.ts";
import { Bucket, errorOf, useTestStore } from "./store.ts";

const opened = useTestStore({ bucket: { versioned: true }, eventRetry: { attempts: 4, firstDelayMs: 10 } });
const put: typeof opened.put = (...args) => opened.put(...args);

/** Subscribes and collects the delivered events; `handle` may throw to reject one. */
const collect = (prefix = "", suffix = "", handle: (record: S3EventRecord) => void = () => undefined) => {
  const records: S3EventRecord[] = [];
  opened.store.onCreated(Bucket, prefix, suffix, async ({ Records }) => {
    for (const record of Records) handle(record);
    records.push(...Records);
  });
  return records;
};

test("The event of a stored object has the form of S3, with a form-encoded key", async () => {
  const records = collect();
  const { VersionId, ETag } = await put("in/ảnh 1+2.jpg", "bytes");
  await until(() => records.length === 1);
  expect(records[0]).toMatchObject({
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "ap-southeast-1",
    eventName: "ObjectCreated:Put",
    s3: {
      bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
      object: { key: "in/%E1%BA%A3nh+1%2B2.jpg", size: 5, versionId: VersionId, eTag: ETag?.replaceAll('"', "") },
    },
  });
  expect(new Date(records[0]?.eventTime ?? "").toISOString()).toBe(records[0]?.eventTime);
  await until(async () => (await opened.files("events")).length === 0);
});

test("Only writes of keys with the prefix and suffix cause events, not deletions and rejected writes", async () => {
  const records = collect("in/", ".jpg");
  await put("out/a.jpg");
  await put("in/a.png");
  await put("in/a.jpg");
  await opened.s3.send(new DeleteObjectCommand({ Bucket, Key: "in/a.jpg" }));
  const rejected = opened.put("in/c.jpg", "c", { ChecksumCRC32: "AAAAAA==" });
  expect(await errorOf(rejected)).toMatchObject({ name: "BadDigest" });
  await until(() => records.length === 1);
  expect(records.map(({ s3 }) => s3.object.key)).toEqual(["in/a.jpg"]);
  await opened.reopen();
  expect(await opened.files("events")).toEqual([]);
});

test("A failed event is retried, and the next event of its key waits for it", async () => {
  let rejections = 2;
  const records = collect("", "", () => {
    rejections -= 1;
    if (rejections >= 0) throw new Error("not yet");
  });
  for (const body of ["1", "22", "333"]) await put("a", body);
  await until(() => records.length === 3);
  expect(records.map(({ s3 }) => s3.object.size)).toEqual([1, 2, 3]);
  const sequencers = records.map(({ s3 }) => s3.object.sequencer);
  expect(sequencers).toEqual(sequencers.toSorted());
  expect(opened.reports).toEqual([]);
});

test("An event that fails permanently is moved aside and logged, and the next event of its key follows", async () => {
  const records = collect("", "", ({ s3 }) => {
    if (s3.object.size === 1) throw new Error("never");
  });
  await put("a", "1");
  await put("a", "22");
  await put("b", "333");
  await until(() => records.length === 2);
  expect(await opened.files("failed")).toHaveLength(1);
  expect(await opened.files("events")).toEqual([]);
  expect(opened.reports).toEqual([expect.stringMatching(/failed after 4 attempts: Error: never/)]);
});

test("Unacknowledged events are delivered again after a restart, in order, although their objects are deleted", async () => {
  // Never settles, so that no attempt fails before the stop.
  opened.store.onCreated(Bucket, "", "", () => Promise.withResolvers<void>().promise);
  const sizes = [1, 2, 3];
  const versions: (string | undefined)[] = [];
  for (const size of sizes) versions.push((await put("a", "x".repeat(size))).VersionId);
  for (const VersionId of versions) {
    await opened.s3.send(new DeleteObjectCommand({ Bucket, Key: "a", VersionId }));
  }
  await opened.reopen();
  const records = collect();
  await until(() => records.length === 3);
  expect(records.map(({ s3 }) => s3.object.size)).toEqual(sizes);
  await opened.reopen();
  expect(await opened.files("events")).toEqual([]);
});

test("A stop waits for a running handler", async () => {
  let isDone = false;
  const { promise: started, resolve } = Promise.withResolvers<void>();
  opened.store.onCreated(Bucket, "", "", async () => {
    resolve();
    await new Promise((done) => setTimeout(done, 50));
    isDone = true;
  });
  await put("a");
  await started;
  await opened.store.close();
  expect(isDone).toBe(true);
});

test("Overlapping subscriptions are rejected", () => {
  collect("in/", ".jpg");
  collect("in/", ".png");
  collect("out/", ".jpg");
  expect(() => collect("in/2026/", "")).toThrow("overlap");
  expect(() => opened.store.onCreated("elsewhere", "", "", async () => undefined)).toThrow("There is no bucket");
});
