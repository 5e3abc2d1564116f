import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { Bucket, errorOf, openTestStore, type TestStore } from "./store.ts";

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const keys = ["a", "a/1", "a/2", "a/b/1", "a0", "b/1", "b/2", "ả", "đ/1", "đ/2", "\u{1f600}", "\uffee", "z//1", "z/"];

let opened: TestStore;
beforeAll(async () => {
  opened = await openTestStore();
  for (const key of keys) await opened.put(key);
});
afterAll(() => opened.dispose());

const listObjects = async (Prefix: string, MaxKeys: number): Promise<string[]> => {
  const found: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await opened.s3.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys, ContinuationToken }));
    expect(page.KeyCount).toBe(page.Contents?.length ?? 0);
    expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
    found.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return found;
};

const listVersions = async (Prefix: string, MaxKeys: number): Promise<string[]> => {
  const found: string[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (next !== undefined) {
    const list = new ListObjectVersionsCommand({ Bucket, Prefix, MaxKeys, ...next });
    const page: ListObjectVersionsCommandOutput = await opened.s3.send(list);
    const { Versions = [], IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    found.push(...Versions.map(({ Key = "" }) => Key));
    next = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined;
  }
  return found;
};

test("Pages of any size and prefix contain every key once and in the order of its bytes", async () => {
  const prefixes = fc.constantFrom("", "a", "a/", "b/", "đ", "z/", "none");
  await fc.assert(
    fc.asyncProperty(prefixes, fc.integer({ min: 1, max: 5 }), async (prefix, size) => {
      const expected = keys.filter((key) => key.startsWith(prefix)).sort(byBytes);
      expect(await listObjects(prefix, size)).toEqual(expected);
      expect(await listVersions(prefix, size)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test.each([{ ContinuationToken: "nonsense" }, { MaxKeys: -1 }])("A list with %j is rejected", async (query) => {
  const list = opened.s3.send(new ListObjectsV2Command({ Bucket, ...query }));
  expect(await errorOf(list)).toEqual({ name: "InvalidArgument", status: 400 });
});
