import { createHash } from "node:crypto";
import type { Bucket, ObjectVersion, StoredObject } from "../../../lib/storage/bucket.ts";
import type { Random } from "../../support/random.ts";
import type { FaultPlan } from "./faults.ts";
import type { Process } from "./process.ts";
import { never } from "./scheduler.ts";

type StoredVersion = { versionId: string; data: Buffer; contentType: string };

/** A versioned bucket in memory. */
export class MemoryBucket {
  readonly objects = new Map<string, StoredVersion[]>();
  /** The key of every version that ever existed. */
  readonly keys = new Map<string, string>();

  /** Creates an object and returns its version; undefined if the key exists. */
  put(key: string, data: Buffer, contentType: string): string | undefined {
    if (this.objects.has(key)) return undefined;
    const versionId = `v${this.keys.size + 1}`;
    this.keys.set(versionId, key);
    this.objects.set(key, [{ versionId, data, contentType }]);
    return versionId;
  }

  find({ key, versionId }: ObjectVersion): StoredVersion | undefined {
    return this.objects.get(key)?.find((version) => versionId === undefined || version.versionId === versionId);
  }

  erase({ key, versionId }: ObjectVersion): void {
    const left = (this.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
    if (left.length > 0) this.objects.set(key, left);
    else this.objects.delete(key);
  }

  eraseAll(prefix: string): void {
    for (const key of [...this.objects.keys()]) if (key.startsWith(prefix)) this.objects.delete(key);
  }
}

const usualLatency = 15;

const storedOf = ({ data, contentType }: StoredVersion): StoredObject => ({
  size: data.length,
  contentType,
  sha256: createHash("sha256").update(data).digest("base64"),
});

/** The bucket client of a process: calls take time, fail before or after their effect, or crash the process. */
export const bucketOf = (
  storage: MemoryBucket,
  { process, random, faults }: { process: Process; random: Random; faults: FaultPlan },
): Bucket => {
  const call = async <T>(run: () => T): Promise<T> => {
    const fault = faults.draw();
    await process.sleep(random.next() * usualLatency);
    if (fault === "crash-before") return gone();
    if (fault === "no-request" || fault === "throttled") throw new Error("storage did not result");
    const result = run();
    await process.sleep(random.next() * usualLatency);
    if (fault === "crash-after") return gone();
    if (fault === "no-reply" || fault === "late") throw new Error("storage did not result");
    return result;
  };
  const gone = <T>(): Promise<T> => {
    process.die();
    return never<T>();
  };
  return {
    list: (prefix) => call(() => [...storage.objects.keys()].filter((key) => key.startsWith(prefix))),
    head: (object) =>
      call(() => {
        const version = storage.find(object);
        return version && storedOf(version);
      }),
    read: (object) => call(() => storage.find(object)?.data),
    create: (key, data, contentType) =>
      call(() => {
        storage.put(key, data, contentType);
        return storage.find({ key, versionId: undefined })?.data.length ?? 0;
      }),
    erase: (object) => call(() => storage.erase(object)),
    eraseAll: (prefix) => call(() => storage.eraseAll(prefix)),
  };
};
