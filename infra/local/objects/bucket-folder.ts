import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder, syncFolderNow, writeNewFile } from "../files.ts";
import { parseRecord, type VersionRecord } from "./versions.ts";

/**
 * The files of a bucket: `objects/<hash of key>/<sequencer>/` holds the `record.json` and `body` of a version, `events/`
 * the undelivered events, `failed/` the events whose delivery failed, `tmp/` uncommitted versions. Renaming a staged
 * folder commits bytes, record and event atomically.
 */
export type BucketFolder = ReturnType<typeof openBucketFolder>["folder"];

/** The folder of a version that is not committed yet. */
export type Staging = { readonly path: string; discard(): Promise<void> };

const eventFileName = "event.json";

/** A file name for any key: the key itself never becomes part of a path. */
const fileNameOf = (key: string): string => createHash("sha256").update(key).digest("hex");

const readRecord = (path: string): VersionRecord => {
  try {
    return parseRecord(readFileSync(join(path, "record.json"), "utf8"));
  } catch (cause) {
    throw new Error(`The record in ${path} is damaged.`, { cause });
  }
};

const readVersions = (objects: string, adoptEvent: (from: string) => void): VersionRecord[] => {
  const records: VersionRecord[] = [];
  for (const hash of readdirSync(objects)) {
    for (const sequencer of readdirSync(join(objects, hash))) {
      const path = join(objects, hash, sequencer);
      const record = readRecord(path);
      if (fileNameOf(record.key) !== hash || record.sequencer !== sequencer) {
        throw new Error(`The record in ${path} belongs to another folder.`);
      }
      records.push(record);
      if (readdirSync(path).includes(eventFileName)) adoptEvent(path);
    }
  }
  return records;
};

/** A stop between writing a new `null` version and removing its predecessor leaves both: the older one is removed. */
const removeReplaced = (
  records: readonly VersionRecord[],
  pathOf: (record: VersionRecord) => string,
): VersionRecord[] => {
  const newest = new Map<string, string>();
  for (const { key, versionId, sequencer } of records) {
    if (versionId === "null" && sequencer > (newest.get(key) ?? "")) newest.set(key, sequencer);
  }
  const replaced = (record: VersionRecord) =>
    record.versionId === "null" && record.sequencer !== newest.get(record.key);
  for (const record of records.filter(replaced)) rmSync(pathOf(record), { recursive: true });
  return records.filter((record) => !replaced(record));
};

/** Opens or creates the folder and removes uncommitted versions; throws when a record is damaged. */
export const openBucketFolder = (root: string) => {
  const objects = join(root, "objects");
  const events = join(root, "events");
  const failed = join(root, "failed");
  const tmp = join(root, "tmp");
  rmSync(tmp, { recursive: true, force: true });
  for (const folder of [objects, events, failed, tmp]) mkdirSync(folder, { recursive: true });
  for (const folder of [root, dirname(root)]) syncFolderNow(folder);
  const pathOf = (record: VersionRecord) => join(objects, fileNameOf(record.key), record.sequencer);
  const eventFile = (sequencer: string) => join(events, `${sequencer}.json`);
  const records = readVersions(objects, (path) => renameSync(join(path, eventFileName), eventFile(basename(path))));

  const folder = {
    /** The folders of undelivered and of failed events. */
    events,
    failed,

    async stage(): Promise<Staging> {
      const path = join(tmp, randomUUID());
      await mkdir(path);
      return { path, discard: () => rm(path, { recursive: true, force: true }) };
    },

    /** Commits a staged version; version and event are durable once it resolves. */
    async commit(staging: Staging, record: VersionRecord, event: string | undefined): Promise<void> {
      await writeNewFile(join(staging.path, "record.json"), JSON.stringify(record));
      if (event !== undefined) await writeNewFile(join(staging.path, eventFileName), event);
      await syncFolder(staging.path);
      const keyFolder = join(objects, fileNameOf(record.key));
      if ((await mkdir(keyFolder, { recursive: true })) !== undefined) await syncFolder(objects);
      await rename(staging.path, pathOf(record));
      await syncFolder(keyFolder);
      if (event !== undefined) await rename(join(pathOf(record), eventFileName), eventFile(record.sequencer));
    },

    /** Removes a version permanently; its undelivered event stays. */
    async remove(record: VersionRecord, isLast: boolean): Promise<void> {
      await syncFolder(events);
      const trash = join(tmp, randomUUID());
      const keyFolder = join(objects, fileNameOf(record.key));
      await rename(pathOf(record), trash);
      await syncFolder(keyFolder);
      if (isLast) await rmdir(keyFolder);
      await rm(trash, { recursive: true });
    },

    openBody: (record: VersionRecord): Promise<FileHandle> => open(join(pathOf(record), "body"), "r"),
  };
  return { folder, records: removeReplaced(records, pathOf) };
};
