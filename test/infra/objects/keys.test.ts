import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { Bucket, errorOf, useTestStore } from "./store.ts";

const opened = useTestStore();

const storeAndRead = async (key: string): Promise<void> => {
  await opened.put(key);
  expect(await opened.read(key)).toBe(key);
};

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
])("The key %j stores its object inside the folder of the bucket", async (key) => {
  await storeAndRead(key);
  const files = await readdir(opened.folder, { recursive: true, withFileTypes: true });
  const bodies = files.filter(({ name }) => name === "body").map(({ parentPath }) => parentPath);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]?.startsWith(join(opened.folder, Bucket, "objects"))).toBe(true);
  expect(await readdir(opened.folder)).toEqual([Bucket]);
  await opened.s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  expect(await opened.s3.send(new ListObjectsV2Command({ Bucket }))).toMatchObject({ KeyCount: 0 });
});

test("Any key is returned unchanged, also after a restart", async () => {
  const keys = new Set<string>();
  const key = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
    .filter((text) => Buffer.byteLength(text) <= 1024);
  await fc.assert(
    fc.asyncProperty(key, async (text) => {
      await storeAndRead(text);
      keys.add(text);
    }),
    { numRuns: 60 },
  );
  await opened.reopen();
  const { Contents } = await opened.s3.send(new ListObjectsV2Command({ Bucket }));
  expect(new Set(Contents?.map(({ Key }) => Key))).toEqual(keys);
});

test("A key can have 1,024 bytes but not 1,025", async () => {
  const longest = "x".repeat(1024);
  await storeAndRead(longest);
  expect(await errorOf(storeAndRead(`${longest}x`))).toEqual({ name: "KeyTooLongError", status: 400 });
});

/** Sends a request line that no HTTP client would send. */
const sendRaw = async (target: string): Promise<string> => {
  const { hostname, port } = new URL(opened.store.url);
  const socket = connect(Number(port), hostname);
  socket.end(`GET ${target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  return Buffer.concat(pieces).toString();
};

test.each([
  "/photos/%ff",
  "/photos/%zz",
  "/photos/%c0%ae%c0%ae/x",
  "*",
  "http://elsewhere/photos/a",
  "/photos/%ed%a0%80",
])("The request target %s is rejected as an invalid URI", async (target) =>
  expect(await sendRaw(target)).toContain("<Code>InvalidURI</Code>"),
);

test.each(["../out", "a", "UPPER", "a..b", "a/b", ""])("The bucket name %j is rejected", (name) => {
  expect(() => opened.store.addBucket({ name, versioned: false, cors: [] })).toThrow("is not a valid bucket name");
});

test("A bucket cannot be added twice", () => {
  opened.store.addBucket({ name: "other", versioned: false, cors: [] });
  expect(() => opened.store.addBucket({ name: "other", versioned: false, cors: [] })).toThrow("already exists");
});
