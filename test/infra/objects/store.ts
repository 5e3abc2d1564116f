import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import {
  type BucketSettings,
  type ObjectStore,
  type ObjectStoreOptions,
  startObjectStore,
} from "../../../infra/local/objects/server.ts";

export const CREDENTIALS = { accessKeyId: "LOCALKEY", secretAccessKey: "local/secret+key" };
export const REGION = "ap-southeast-1";
export const BUCKET = "photos";

const quiet = () => undefined;
/** The SDK warns of refused streams, which these tests provoke. */
const QUIET_LOGGER = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A store over a folder of its own, which `dispose` removes with everything that was opened. */
export type TestStore = {
  readonly folder: string;
  readonly store: ObjectStore;
  readonly reports: string[];
  client(options?: S3ClientConfig): S3Client;
  /** Stops and opens again over the same folder. */
  reopen(): Promise<void>;
  dispose(): Promise<void>;
};

type Options = Partial<ObjectStoreOptions> & { bucket?: Partial<BucketSettings> };

export async function openTestStore({ bucket, ...options }: Options = {}): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), "objects-"));
  const reports: string[] = [];
  const clients: S3Client[] = [];
  const report = (message: string) => void reports.push(message);
  const start = async () => {
    const store = await startObjectStore({
      folder,
      port: 0,
      credentials: CREDENTIALS,
      region: REGION,
      report,
      ...options,
    });
    try {
      store.addBucket({ name: BUCKET, versioned: false, cors: [], ...bucket });
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  };
  let store = await start();
  return {
    folder,
    get store() {
      return store;
    },
    reports,
    client(more = {}) {
      const endpoint = store.url;
      const made = new S3Client({
        region: REGION,
        endpoint,
        forcePathStyle: true,
        credentials: CREDENTIALS,
        maxAttempts: 1,
        logger: QUIET_LOGGER,
        ...more,
      });
      clients.push(made);
      return made;
    },
    async reopen() {
      await store.close();
      store = await start();
    },
    async dispose() {
      for (const made of clients) made.destroy();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Name and status of the error that a call ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ name: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode };
  }
  throw new Error("The call was not refused.");
}

/** The code in an error document. */
export async function codeOf(response: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1];
}

/** Names of all files of the bucket below one of its folders. */
export async function filesIn(test: TestStore, folder: "objects" | "tmp" | "events" | "failed"): Promise<string[]> {
  const found = await readdir(join(test.folder, BUCKET, folder), { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** SHA-256 in base64, as `x-amz-checksum-sha256` has it. */
export function sha256(bytes: string | Buffer): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** Waits until `reached` holds; fails after some four seconds. */
export async function eventually(reached: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 400; !(await reached()); left -= 1) {
    if (left === 0) throw new Error("It never came to that.");
    await new Promise((done) => setTimeout(done, 10));
  }
}
