import { spawn } from "node:child_process";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { BUCKET, eventually, filesIn, openTestStore, type TestStore } from "./store.ts";

let opened: TestStore;
beforeEach(async () => {
  opened = await openTestStore({ bucket: { versioned: true } });
});
afterEach(() => opened.dispose());

/** Lets the writer work until some keys are acknowledged, kills it, and gives the keys. */
async function writeUntilKilled(folder: string): Promise<string[]> {
  const script = join(import.meta.dirname, "writer.ts");
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  const exited = new Promise((done) => child.once("exit", done));
  for await (const piece of child.stdout) {
    printed += String(piece);
    if (printed.split("\n").length > 20) child.kill("SIGKILL");
  }
  await exited;
  return printed.split("\n").slice(0, -1);
}

test("After kill -9 every acknowledged object and its event is there, and nothing half done", async () => {
  await opened.store.close();
  const acknowledged = await writeUntilKilled(opened.folder);
  await opened.reopen();
  const client = opened.client();
  for (const Key of acknowledged) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await Body?.transformToString()).toBe(Key.repeat(20_000));
  }
  expect(await filesIn(opened, "tmp")).toEqual([]);
  const told = new Set<string>();
  opened.store.onCreated(BUCKET, "", "", async ({ Records: [record] }) => void told.add(record?.s3.object.key ?? ""));
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  await eventually(() => told.size === Contents.length);
  expect(acknowledged.filter((key) => !told.has(key))).toEqual([]);
}, 30_000);

test("What an upload left when the process died is gone at the next start", async () => {
  const leftover = join(opened.folder, BUCKET, "tmp", "upload");
  await mkdir(leftover);
  await writeFile(join(leftover, "body"), "half");
  await opened.reopen();
  expect(await readdir(join(opened.folder, BUCKET, "tmp"))).toEqual([]);
});

test("A write of a bucket without versions that stopped before its last step leaves the newer one", async () => {
  await opened.dispose();
  opened = await openTestStore();
  const client = opened.client();
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  await put("a", "old");
  const objects = join(opened.folder, BUCKET, "objects");
  const [hash = ""] = await readdir(objects);
  const [older = ""] = await readdir(join(objects, hash));
  await cp(join(objects, hash, older), join(opened.folder, "kept"), { recursive: true });
  await put("a", "new");
  await cp(join(opened.folder, "kept"), join(objects, hash, older), { recursive: true });
  await opened.reopen();
  const { Body } = await opened.client().send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }));
  expect(await Body?.transformToString()).toBe("new");
  expect(await readdir(join(objects, hash))).toHaveLength(1);
});

test("A damaged record stops the start with its place, never skipped", async () => {
  await opened.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "a" }));
  const objects = join(opened.folder, BUCKET, "objects");
  const [record = ""] = (await readdir(objects, { recursive: true })).filter((name) => name.endsWith("record.json"));
  await writeFile(join(objects, record), "{}");
  await expect(opened.reopen()).rejects.toThrow(record.split("/")[0]);
});

test("A connection cut in a large upload leaves nothing, and the store goes on", async () => {
  const client = opened.client({ requestChecksumCalculation: "WHEN_REQUIRED" });
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: BUCKET, Key: "a" }));
  const upload = request(url, { method: "PUT", headers: { "content-length": 10_000_000 } });
  const cut = new Promise((done) => upload.once("error", done));
  upload.write(Buffer.alloc(1_000_000));
  await eventually(async () => (await filesIn(opened, "tmp")).length === 1);
  upload.destroy(new Error("cut"));
  await cut;
  await eventually(async () => (await filesIn(opened, "tmp")).length === 0);
  expect(await filesIn(opened, "objects")).toEqual([]);
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "whole" }));
});

test("A reader keeps its bytes while they are replaced", async () => {
  await opened.dispose();
  opened = await openTestStore();
  const client = opened.client();
  const bytes = "x".repeat(4_000_000);
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: bytes }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a" }));
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: "a", Body: "new" }));
  expect((await Body?.transformToString())?.length).toBe(bytes.length);
});
