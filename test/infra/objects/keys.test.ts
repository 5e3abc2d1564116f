import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { BUCKET, openTestStore, refusalOf, type TestStore } from "./store.ts";

let opened: TestStore;
let client: S3Client;

beforeEach(async () => {
  opened = await openTestStore();
  client = opened.client();
});
afterEach(() => opened.dispose());

const LONG = "x".repeat(1024);

async function roundTrip(Key: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  expect(await Body?.transformToString()).toBe(Key);
}

test.each([
  "../x",
  "../../../../tmp/x",
  "..",
  ".",
  "a/../b",
  "a//b",
  "/a",
  "//",
  "a/",
  "ảnh hội nghị/Nguyễn Xuân Dũng.jpg",
  `${"a".repeat(1023)}b`,
  "ế".repeat(341),
  "a+b c%20d&e=f?g#h",
  "C:\\x",
  "con",
  "record.json",
  "\u0001\n\r\t",
  "nul\0byte",
  "!'()*~-_.",
  "\u{1f600}",
])("The key %j holds its object, inside the folder", async (key) => {
  await roundTrip(key);
  const files = await readdir(opened.folder, { recursive: true, withFileTypes: true });
  const bodies = files.filter(({ name }) => name === "body").map(({ parentPath }) => parentPath);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]?.startsWith(join(opened.folder, BUCKET, "objects"))).toBe(true);
  expect(await readdir(opened.folder)).toEqual([BUCKET]);
  await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
  expect(await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))).toMatchObject({ KeyCount: 0 });
});

test("Any key of any signs comes back as it was, after a stop too", async () => {
  const keys = new Set<string>();
  const key = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .filter((text) => Buffer.byteLength(text) <= 1024);
  await fc.assert(
    fc.asyncProperty(key, async (text) => {
      await roundTrip(text);
      keys.add(text);
    }),
    { numRuns: 60 },
  );
  await opened.reopen();
  client = opened.client();
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, EncodingType: "url" }));
  const found = Contents?.map(({ Key = "" }) => decodeURIComponent(Key.replaceAll("+", " ")));
  expect(new Set(found)).toEqual(keys);
});

test("A key of 1,024 bytes is taken, one of 1,025 is not", async () => {
  await roundTrip(LONG);
  expect(await refusalOf(roundTrip(`${LONG}x`))).toEqual({ name: "KeyTooLongError", status: 400 });
});

/** Sends a request line as it stands, which no client would. */
async function sendRaw(target: string): Promise<string> {
  const { hostname, port } = new URL(opened.store.url);
  const socket = connect(Number(port), hostname);
  socket.end(`GET ${target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

test.each([
  "/photos/%ff",
  "/photos/%zz",
  "/photos/%c0%ae%c0%ae/x",
  "*",
  "http://elsewhere/photos/a",
  "/photos/%ed%a0%80",
])("The target %s is refused as no address", async (target) =>
  expect(await sendRaw(target)).toContain("<Code>InvalidURI</Code>"),
);

test.each(["../out", "a", "UPPER", "a..b", "a/b", ""])("The bucket name %j is refused", (name) => {
  expect(() => opened.store.addBucket({ name, versioned: false, cors: [] })).toThrow("is no name for a bucket");
});

test("A bucket is added once", () => {
  opened.store.addBucket({ name: "other", versioned: false, cors: [] });
  expect(() => opened.store.addBucket({ name: "other", versioned: false, cors: [] })).toThrow("already there");
});
