import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { hostOf, isLoopbackHost } from "../hosts.ts";
import { listen } from "../listen.ts";
import { type LocalBucket, openBucket } from "./bucket.ts";
import { defaultRetry } from "./event-dispatcher.ts";
import { createService } from "./service.ts";
import type { BucketSettings, ObjectStore, ObjectStoreOptions } from "./settings.ts";
import { createSequencer } from "./versions.ts";

/** Valid names (S3 User Guide, "Bucket naming rules"); none of them can leave the store's folder. */
const bucketNamePattern = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** A connection without traffic is closed after this many milliseconds (S3 error RequestTimeout: 20 s). */
const idleTimeoutMs = 20_000;

/**
 * Starts an S3-compatible store over a folder, path-style (`/bucket/key`), on loopback. It serves its own key without
 * limits and callers by the permissions of their roles. What it has acknowledged survives any stop of the process.
 */
export const startObjectStore = async (options: ObjectStoreOptions): Promise<ObjectStore> => {
  const { credentials, callers, region, clock = () => new Date(), eventRetry: retry = defaultRetry } = options;
  const log = options.log ?? ((message: string) => console.error(message));
  const folder = resolve(options.folder);
  const buckets = new Map<string, LocalBucket>();
  const sequencer = createSequencer();
  const service = createService({ buckets, credentials, callers, region, clock, log });
  const running = new Set<Promise<void>>();

  const server = createServer();
  const serve = (expectsContinue: boolean) => (message: IncomingMessage, response: ServerResponse) => {
    if (!isLoopbackHost(hostOf(message))) {
      response.writeHead(421, { connection: "close" }).end();
      return;
    }
    const exchange: Promise<void> = service({ message, response, expectsContinue })
      .catch((error: unknown) => {
        log(`A response of the object store could not be sent: ${String(error)}`);
        response.destroy();
      })
      .finally(() => running.delete(exchange));
    running.add(exchange);
  };
  server.on("request", serve(false)).on("checkContinue", serve(true));
  server.setTimeout(idleTimeoutMs);
  // A large object may take long over a slow connection; only an idle connection is closed.
  server.requestTimeout = 0;
  const { url } = await listen(server, options.port, "127.0.0.1");

  return {
    url,
    addBucket(settings: BucketSettings) {
      const { name } = settings;
      if (!bucketNamePattern.test(name)) throw new Error(`"${name}" is not a valid bucket name.`);
      if (buckets.has(name)) throw new Error(`The bucket ${name} already exists.`);
      buckets.set(name, openBucket({ root: join(folder, name), settings, region, sequencer, clock, retry, log }));
    },
    onCreated(bucket, prefix, suffix, handler) {
      const { events } = buckets.get(bucket) ?? {};
      if (events === undefined) throw new Error(`There is no bucket ${bucket}.`);
      events.subscribe({ prefix, suffix, handler });
    },
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await Promise.all([closed, ...running]);
      await Promise.all([...buckets.values()].map(({ events }) => events.close()));
    },
  };
};
