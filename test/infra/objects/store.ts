import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { startObjectStore } from "../../../infra/local/objects/server.ts";
import type { BucketSettings, ObjectStoreOptions } from "../../../infra/local/objects/settings.ts";

export const credentials = { accessKeyId: "LOCALKEY", secretAccessKey: "local/secret+key" };
export const region = "ap-southeast-1";
export const Bucket = "photos";

const quiet = () => undefined;
/** The SDK warns about rejected streams, which these tests provoke. */
const quietLogger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

export type TestStore = Awaited<ReturnType<typeof openTestStore>>;

type Options = Partial<ObjectStoreOptions> & { bucket?: Partial<BucketSettings> };

/** A store in a temporary folder. */
export const openTestStore = async ({ bucket, ...options }: Options = {}) => {
  const folder = await mkdtemp(join(tmpdir(), "objects-"));
  const reports: string[] = [];
  const clients: S3Client[] = [];
  const report = (message: string) => void reports.push(message);
  const clientOf = (endpoint: string, more: S3ClientConfig = {}) => {
    const common = { region, endpoint, forcePathStyle: true, credentials, maxAttempts: 1, logger: quietLogger };
    const client = new S3Client({ ...common, ...more });
    clients.push(client);
    return client;
  };
  const start = async () => {
    const store = await startObjectStore({ folder, port: 0, credentials, region, log: report, ...options });
    try {
      store.addBucket({ name: Bucket, versioned: false, cors: [], ...bucket });
    } catch (error) {
      await store.close();
      throw error;
    }
    return { store, s3: clientOf(store.url) };
  };
  let { store, s3 } = await start();
  return {
    folder,
    get store() {
      return store;
    },
    /** A client with the store's own key. */
    get s3() {
      return s3;
    },
    reports,
    client: (more?: S3ClientConfig) => clientOf(store.url, more),
    async put(Key: string, Body = Key, more: Partial<PutObjectCommandInput> = {}) {
      const { VersionId = "", ETag = "" } = await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
      return { VersionId, ETag };
    },
    async read(Key: string, more: Partial<GetObjectCommandInput> = {}) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
      return Body?.transformToString();
    },
    /** Names of all files below a folder of the bucket. */
    async files(name: "objects" | "tmp" | "events" | "failed") {
      const found = await readdir(join(folder, Bucket, name), { recursive: true, withFileTypes: true });
      return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    /** Stops the store and starts it again over the same folder. */
    async reopen() {
      await store.close();
      ({ store, s3 } = await start());
    },
    async dispose() {
      for (const client of clients) client.destroy();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};

/** A new store for each test of the file. */
export const useTestStore = (options?: Options): TestStore => {
  let current: TestStore;
  beforeEach(async () => {
    current = await openTestStore(options);
  });
  afterEach(() => current.dispose());
  return new Proxy({} as TestStore, { get: (_, name) => Reflect.get(current, name) });
};

/** Name and status of the error of a rejected call. */
export const errorOf = async (call: Promise<unknown>): Promise<{ name: string; status: number | undefined }> => {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode };
  }
  throw new Error("The call was not rejected.");
};

/** The code in an error document. */
export const codeOf = async (response: Response): Promise<string | undefined> =>
  /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];

/** SHA-256 in base64, as in `x-amz-checksum-sha256`. */
export const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("base64");
