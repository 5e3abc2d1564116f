import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ensureFolder, fileNameOf, syncFolder, syncFolderNow, writeDurably } from "./files.ts";
import { parseRecord, type VersionRecord } from "./record.ts";

/**
 * Where a bucket lives: `objects/<hash of key>/<sequencer>/` holds a version's `record.json` and `body`, `events/` what
 * is still to be delivered, `failed/` what was given up, `tmp/` what is not committed. One rename of a staged folder
 * commits bytes, record and event together.
 */
export type BucketFolder = ReturnType<typeof openBucketFolder>["folder"];

/** A version's folder that is not committed yet. */
export type Staging = { readonly path: string; discard(): Promise<void> };

const EVENT = "event.json";

function readRecord(path: string): VersionRecord {
  try {
    return parseRecord(readFileSync(join(path, "record.json"), "utf8"));
  } catch (cause) {
    throw new Error(`The record in ${path} is damaged.`, { cause });
  }
}

function readVersions(objects: string, adoptEvent: (from: string) => void): VersionRecord[] {
  const records: VersionRecord[] = [];
  for (const hash of readdirSync(objects)) {
    for (const sequencer of readdirSync(join(objects, hash))) {
      const path = join(objects, hash, sequencer);
      const record = readRecord(path);
      if (fileNameOf(record.key) !== hash || record.sequencer !== sequencer) {
        throw new Error(`The record in ${path} belongs elsewhere.`);
      }
      records.push(record);
      if (readdirSync(path).includes(EVENT)) adoptEvent(path);
    }
  }
  return records;
}

/** A stop between putting a new `null` version and removing the one before leaves both: the older goes. */
function dropReplaced(records: readonly VersionRecord[], place: (record: VersionRecord) => string): VersionRecord[] {
  const newest = new Map<string, string>();
  for (const { key, versionId, sequencer } of records) {
    if (versionId === "null" && sequencer > (newest.get(key) ?? "")) newest.set(key, sequencer);
  }
  const replaced = (record: VersionRecord) =>
    record.versionId === "null" && record.sequencer !== newest.get(record.key);
  for (const record of records.filter(replaced)) rmSync(place(record), { recursive: true });
  return records.filter((record) => !replaced(record));
}

/** Opens the folder, or makes it; drops what a stop left uncommitted; throws where a record is damaged. */
export function openBucketFolder(root: string) {
  const objects = join(root, "objects");
  const events = join(root, "events");
  const failed = join(root, "failed");
  const tmp = join(root, "tmp");
  rmSync(tmp, { recursive: true, force: true });
  for (const folder of [objects, events, failed, tmp]) mkdirSync(folder, { recursive: true });
  for (const folder of [root, dirname(root)]) syncFolderNow(folder);
  const place = (record: VersionRecord) => join(objects, fileNameOf(record.key), record.sequencer);
  const eventFile = (sequencer: string) => join(events, `${sequencer}.json`);
  const records = readVersions(objects, (path) => renameSync(join(path, EVENT), eventFile(basename(path))));

  const folder = {
    /** Where events wait and where those given up are kept. */
    events,
    failed,

    async stage(): Promise<Staging> {
      const path = join(tmp, randomUUID());
      await mkdir(path);
      return { path, discard: () => rm(path, { recursive: true, force: true }) };
    },

    /** Commits a staged version; once it resolves, version and event outlive any stop. */
    async commit(staging: Staging, record: VersionRecord, event: string | undefined): Promise<void> {
      await writeDurably(join(staging.path, "record.json"), JSON.stringify(record));
      if (event !== undefined) await writeDurably(join(staging.path, EVENT), event);
      await syncFolder(staging.path);
      const keyFolder = join(objects, fileNameOf(record.key));
      await ensureFolder(keyFolder);
      await rename(staging.path, place(record));
      await syncFolder(keyFolder);
      if (event !== undefined) await rename(join(place(record), EVENT), eventFile(record.sequencer));
    },

    /** Removes a version for good; its event, if one is still to be delivered, stays. */
    async remove(record: VersionRecord, last: boolean): Promise<void> {
      await syncFolder(events);
      const trash = join(tmp, randomUUID());
      const keyFolder = join(objects, fileNameOf(record.key));
      await rename(place(record), trash);
      await syncFolder(keyFolder);
      if (last) await rmdir(keyFolder);
      await rm(trash, { recursive: true });
    },

    openBody: (record: VersionRecord): Promise<FileHandle> => open(join(place(record), "body"), "r"),
  };
  return { folder, records: dropReplaced(records, place) };
}
