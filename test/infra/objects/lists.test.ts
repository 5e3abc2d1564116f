import { ListObjectsV2Command, ListObjectVersionsCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { BUCKET, openTestStore, refusalOf, type TestStore } from "./store.ts";

let opened: TestStore;
let client: S3Client;

beforeAll(async () => {
  opened = await openTestStore();
  client = opened.client();
});
afterAll(() => opened.dispose());

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What S3 documents, said plainly: keys and common prefixes in the order of their bytes. */
function expected(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const rolled = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      return at < 0 ? key : `${key.slice(0, at + delimiter.length)}*`;
    });
  return [...new Set(rolled)].sort(byBytes);
}

const KEYS = ["a", "a/1", "a/2", "a/b/1", "a0", "b/1", "b/2", "ả", "đ/1", "đ/2", "\u{1f600}", "\uffee", "z//1", "z/"];

async function pages(Prefix: string, Delimiter: string, MaxKeys: number): Promise<string[]> {
  const found: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const query = { Bucket: BUCKET, Prefix, MaxKeys, ...(Delimiter === "" ? {} : { Delimiter }), ContinuationToken };
    const page = await client.send(new ListObjectsV2Command(query));
    const keys = (page.Contents ?? []).map(({ Key = "" }) => Key);
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix: common = "" }) => `${common}*`);
    expect(page.KeyCount).toBe(keys.length + prefixes.length);
    expect(keys.length + prefixes.length).toBeLessThanOrEqual(MaxKeys);
    found.push(...[...keys, ...prefixes].sort(byBytes));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return found;
}

test("Pages of any size, prefix and delimiter give every key once and in order", async () => {
  for (const Key of KEYS) await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
  const prefix = fc.constantFrom("", "a", "a/", "b/", "đ", "z/", "none");
  await fc.assert(
    fc.asyncProperty(
      prefix,
      fc.constantFrom("", "/", "/1"),
      fc.integer({ min: 1, max: 5 }),
      async (start, delimiter, size) => {
        expect(await pages(start, delimiter, size)).toEqual(expected(KEYS, start, delimiter));
      },
    ),
    { numRuns: 60 },
  );
});

test("A list begins behind the key it is told", async () => {
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, StartAfter: "b/1", MaxKeys: 2 }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(["b/2", "z/"]);
});

test("Keys are encoded where the caller asks for it", async () => {
  const query = { Bucket: BUCKET, Prefix: "đ", EncodingType: "url" } as const;
  const { Contents, EncodingType } = await client.send(new ListObjectsV2Command(query));
  expect([EncodingType, Contents?.[0]?.Key]).toEqual(["url", "%C4%91/1"]);
});

test("Versions are rolled up by a delimiter, page by page", async () => {
  const found: string[] = [];
  let KeyMarker: string | undefined;
  do {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket: BUCKET, Delimiter: "/", MaxKeys: 1, KeyMarker }),
    );
    found.push(...(page.Versions ?? []).map(({ Key = "" }) => Key));
    found.push(...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => `${Prefix}*`));
    KeyMarker = page.NextKeyMarker;
  } while (KeyMarker !== undefined);
  expect(found).toEqual(expected(KEYS, "", "/"));
});

test("A token or a page size that is none is refused", async () => {
  const list = (more: object) => refusalOf(client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...more })));
  expect(await list({ ContinuationToken: "nonsense" })).toEqual({ name: "InvalidArgument", status: 400 });
  expect(await list({ MaxKeys: -1 })).toEqual({ name: "InvalidArgument", status: 400 });
});
