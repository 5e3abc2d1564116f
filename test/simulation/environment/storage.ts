import { createHash } from "node:crypto";
import type { Bucket, ObjectVersion, StoredObject } from "../../../lib/storage/bucket.ts";
import type { Random } from "../../support/random.ts";
import type { Weather } from "./faults.ts";
import type { Process } from "./process.ts";
import { never } from "./scheduler.ts";

type Kept = { versionId: string; data: Buffer; contentType: string };

/** Objects in memory, with versions. */
export class MemoryBucket {
  readonly objects = new Map<string, Kept[]>();
  /** The key of every version that there ever was. */
  readonly keys = new Map<string, string>();

  /** Puts bytes at a key; gives the version, or undefined where the key is taken. */
  put(key: string, data: Buffer, contentType: string): string | undefined {
    if (this.objects.has(key)) return undefined;
    const versionId = `v${this.keys.size + 1}`;
    this.keys.set(versionId, key);
    this.objects.set(key, [{ versionId, data, contentType }]);
    return versionId;
  }

  find({ key, versionId }: ObjectVersion): Kept | undefined {
    return this.objects.get(key)?.find((kept) => versionId === undefined || kept.versionId === versionId);
  }

  erase({ key, versionId }: ObjectVersion): void {
    const left = (this.objects.get(key) ?? []).filter((kept) => kept.versionId !== versionId);
    if (left.length > 0) this.objects.set(key, left);
    else this.objects.delete(key);
  }

  eraseAll(prefix: string): void {
    for (const key of [...this.objects.keys()]) if (key.startsWith(prefix)) this.objects.delete(key);
  }
}

const usualWay = 15;

const storedOf = ({ data, contentType }: Kept): StoredObject => ({
  size: data.length,
  contentType,
  sha256: createHash("sha256").update(data).digest("base64"),
});

/** The bucket as a process reaches it: calls take time, fail before or after they are done, or are the last of the process. */
export const bucketOf = (
  storage: MemoryBucket,
  { process, random, weather }: { process: Process; random: Random; weather: Weather },
): Bucket => {
  const call = async <T>(run: () => T): Promise<T> => {
    const fault = weather.draw();
    await process.sleep(random.next() * usualWay);
    if (fault === "crash-before") return gone();
    if (fault === "no-request" || fault === "throttled") throw new Error("storage did not answer");
    const answer = run();
    await process.sleep(random.next() * usualWay);
    if (fault === "crash-after") return gone();
    if (fault === "no-reply" || fault === "late") throw new Error("storage did not answer");
    return answer;
  };
  const gone = <T>(): Promise<T> => {
    process.die();
    return never<T>();
  };
  return {
    list: (prefix) => call(() => [...storage.objects.keys()].filter((key) => key.startsWith(prefix))),
    head: (object) =>
      call(() => {
        const kept = storage.find(object);
        return kept && storedOf(kept);
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
