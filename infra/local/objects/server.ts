import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { type Bucket, openBucket } from "./bucket.ts";
import { DEFAULT_RETRY } from "./events.ts";
import { IDLE_MS } from "./limits.ts";
import { createSequencer } from "./sequencer.ts";
import { createService } from "./service.ts";
import type { BucketSettings, ObjectStore, ObjectStoreOptions } from "./settings.ts";

export type { BucketSettings, CorsRule, CreatedHandler, ObjectStore, ObjectStoreOptions } from "./settings.ts";

/** Names S3 takes (S3 User Guide, "Bucket naming rules"); none can leave the store's folder. */
const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Starts an S3-compatible store over a folder, path-style (`/bucket/key`). Whoever signs with its credentials may do
 * everything, callers what their roles allow; nobody else anything. What it acknowledged outlives any stop of the process.
 */
export async function startObjectStore(options: ObjectStoreOptions): Promise<ObjectStore> {
  const {
    credentials,
    callers,
    region,
    clock = () => new Date(),
    host = "127.0.0.1",
    eventRetry: retry = DEFAULT_RETRY,
  } = options;
  const report = options.report ?? ((message: string) => console.error(message));
  const folder = resolve(options.folder);
  const buckets = new Map<string, Bucket>();
  const sequencer = createSequencer();
  const service = createService({ buckets, credentials, callers, region, clock, report });
  const running = new Set<Promise<void>>();

  const server = createServer();
  const serve =
    (asksFirst: boolean) =>
    (...[message, response]: Parameters<typeof service>) => {
      const context: Promise<void> = service(message, response, asksFirst)
        .catch((error: unknown) => {
          report(`An answer could not be sent: ${String(error)}`);
          response.destroy();
        })
        .finally(() => running.delete(context));
      running.add(context);
    };
  server.on("request", serve(false)).on("checkContinue", serve(true));
  server.setTimeout(IDLE_MS);
  // A slow line may take long over a large object; standing still is what ends it.
  server.requestTimeout = 0;

  await new Promise<void>((done, failed) => {
    server.once("error", failed).listen(options.port, host, done);
  });
  const { port } = server.address() as AddressInfo;

  function bucketNamed(name: string): Bucket {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new Error(`There is no bucket ${name}.`);
    return bucket;
  }

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    addBucket(settings: BucketSettings) {
      const { name } = settings;
      if (!BUCKET_NAME.test(name)) throw new Error(`"${name}" is no name for a bucket.`);
      if (buckets.has(name)) throw new Error(`The bucket ${name} is already there.`);
      buckets.set(name, openBucket({ root: join(folder, name), settings, region, sequencer, clock, retry, report }));
    },
    onCreated: (bucket, prefix, suffix, handler) => bucketNamed(bucket).events.subscribe(prefix, suffix, handler),
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await Promise.all([closed, ...running]);
      await Promise.all([...buckets.values()].map(({ events }) => events.close()));
    },
  };
}
