import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { until } from "../../support/until.ts";
import { runUntilKilled } from "../local/fixtures.ts";
import { Bucket, useTestStore } from "./store.ts";

const opened = useTestStore({ bucket: { versioned: true } });

test("After kill -9 every acknowledged object and its event is present, and no incomplete one", async () => {
  await opened.store.close();
  const acknowledged = await runUntilKilled("../objects/writer.ts", opened.folder, 20);
  await opened.reopen();
  for (const key of acknowledged) expect(await opened.read(key)).toBe(key.repeat(20_000));
  expect(await opened.files("tmp")).toEqual([]);
  const delivered = new Set<string>();
  opened.store.onCreated(Bucket, "", "", async ({ Records: [record] }) => {
    delivered.add(record?.s3.object.key ?? "");
  });
  const { Contents = [] } = await opened.s3.send(new ListObjectsV2Command({ Bucket }));
  await until(() => delivered.size === Contents.length);
  expect(acknowledged.filter((key) => !delivered.has(key))).toEqual([]);
});

test("The bytes of an interrupted upload are removed at the next start", async () => {
  const leftover = join(opened.folder, Bucket, "tmp", "upload");
  await mkdir(leftover);
  await writeFile(join(leftover, "body"), "half");
  await opened.reopen();
  expect(await readdir(join(opened.folder, Bucket, "tmp"))).toEqual([]);
});

test("A damaged record prevents the start, and the error names its folder", async () => {
  await opened.put("a");
  const objects = join(opened.folder, Bucket, "objects");
  const [record = ""] = (await readdir(objects, { recursive: true })).filter((name) => name.endsWith("record.json"));
  await writeFile(join(objects, record), "{}");
  await expect(opened.reopen()).rejects.toThrow(record.split("/")[0]);
});

test("A connection lost during a large upload stores nothing, and the store continues to work", async () => {
  const client = opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" });
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: "a" }));
  const upload = request(url, { method: "PUT", headers: { "content-length": 10_000_000 } });
  const interrupted = new Promise((done) => upload.once("error", done));
  upload.write(Buffer.alloc(1_000_000));
  await until(async () => (await opened.files("tmp")).length === 1);
  upload.destroy(new Error("interrupted"));
  await interrupted;
  await until(async () => (await opened.files("tmp")).length === 0);
  expect([await opened.files("objects"), opened.reports]).toEqual([[], []]);
  await opened.put("a", "complete");
});

describe("without versioning", () => {
  const opened = useTestStore();

  test("After a write was interrupted before its last step, the newer object remains", async () => {
    await opened.put("a", "old");
    const objects = join(opened.folder, Bucket, "objects");
    const [hash = ""] = await readdir(objects);
    const [older = ""] = await readdir(join(objects, hash));
    await cp(join(objects, hash, older), join(opened.folder, "saved"), { recursive: true });
    await opened.put("a", "new");
    await cp(join(opened.folder, "saved"), join(objects, hash, older), { recursive: true });
    await opened.reopen();
    expect(await opened.read("a")).toBe("new");
    expect(await readdir(join(objects, hash))).toHaveLength(1);
  });

  test("A read returns its bytes although the object is replaced meanwhile", async () => {
    const bytes = "x".repeat(4_000_000);
    await opened.put("a", bytes);
    const { Body } = await opened.s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    await opened.put("a", "new");
    expect((await Body?.transformToString())?.length).toBe(bytes.length);
  });
});
