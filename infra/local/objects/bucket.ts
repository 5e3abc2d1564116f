import { randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { openBucketFolder, type Staging } from "./bucket-folder.ts";
import type { Created } from "./event-journal.ts";
import { createEventJournal } from "./event-journal.ts";
import { createEvents, type Events } from "./events.ts";
import { createKeyLocks } from "./key-locks.ts";
import type { ObjectDraft, ObjectRecord, VersionRecord } from "./record.ts";
import type { Sequencer } from "./sequencer.ts";
import type { BucketSettings, EventRetry } from "./settings.ts";
import { createVersionIndex, type VersionIndex } from "./version-index.ts";

/** Who made a version, and how; part of its event. */
export type Cause = Pick<Created, "name" | "requestId" | "principal" | "sourceAddress">;

/** What a deletion did: the version that is gone, or the marker put instead. */
export type Deletion = { readonly versionId?: string; readonly deleteMarker: boolean };

/** A bucket: its versions, and the only way to change them. Changes of one key happen one after the other. */
export type Bucket = {
  readonly settings: BucketSettings;
  readonly events: Events;
  readonly index: Pick<VersionIndex, "versions" | "keys">;
  stage(): Promise<Staging>;
  /** Commits a staged `body`; `allow` sees the version it would follow and throws where it must not. */
  put(
    staging: Staging,
    key: string,
    validation: ObjectDraft,
    cause: Cause,
    allow: (current?: VersionRecord) => void,
  ): Promise<ObjectRecord>;
  /** Opens the bytes of the version that `choose` picks; it stays readable when the version is deleted meanwhile. */
  open(key: string, choose: () => ObjectRecord): Promise<{ record: ObjectRecord; bytes: FileHandle }>;
  delete(key: string, versionId: string | undefined): Promise<Deletion>;
};

export type BucketOptions = {
  readonly root: string;
  readonly settings: BucketSettings;
  readonly region: string;
  readonly sequencer: Sequencer;
  readonly clock: () => Date;
  readonly retry: EventRetry;
  readonly report: (message: string) => void;
};

export function openBucket(options: BucketOptions): Bucket {
  const { settings, sequencer } = options;
  const { folder, records } = openBucketFolder(options.root);
  const index = createVersionIndex(records);
  const journal = createEventJournal(folder.events, folder.failed);
  const events = createEvents({ journal, region: options.region, retry: options.retry, report: options.report });
  const locks = createKeyLocks();
  for (const { sequencer: used } of [...records, ...journal.read()]) sequencer.seen(used);

  function identify(key: string) {
    const now = options.clock();
    const versionId = settings.versioned ? randomBytes(24).toString("base64url") : "null";
    return { key, versionId, sequencer: sequencer.next(now), createdAt: now.toISOString() };
  }

  async function drop(record: VersionRecord): Promise<void> {
    await folder.remove(record, index.versions(record.key).length === 1);
    index.remove(record);
  }

  async function commit(staging: Staging, record: VersionRecord, event: Created | undefined): Promise<void> {
    const replaced = index.versions(record.key).filter(({ versionId }) => versionId === record.versionId);
    await folder.commit(staging, record, event === undefined ? undefined : JSON.stringify(event));
    index.add(record);
    if (event !== undefined) events.accept(event);
    for (const older of replaced) await drop(older);
  }

  function createdEvent(record: ObjectRecord, cause: Cause): Created {
    const { key, size, etag, createdAt: time } = record;
    const version = settings.versioned ? { versionId: record.versionId } : {};
    return { ...cause, time, bucket: settings.name, key, size, etag, ...version, sequencer: record.sequencer };
  }

  async function putMarker(key: string): Promise<Deletion> {
    const staging = await folder.stage();
    try {
      const record: VersionRecord = { kind: "delete-marker", ...identify(key) };
      await commit(staging, record, undefined);
      return { versionId: record.versionId, deleteMarker: true };
    } catch (error) {
      await staging.discard();
      throw error;
    }
  }

  return {
    settings,
    events,
    index,
    stage: folder.stage,
    put: (staging, key, validation, cause, allow) =>
      locks.run(key, async () => {
        allow(index.versions(key)[0]);
        const record: ObjectRecord = { kind: "object", ...validation, ...identify(key) };
        await commit(staging, record, events.wanted(key) ? createdEvent(record, cause) : undefined);
        return record;
      }),
    open: (key, choose) =>
      locks.run(key, async () => {
        const record = choose();
        return { record, bytes: await folder.openBody(record) };
      }),
    delete: (key, versionId) =>
      locks.run(key, async () => {
        const versions = index.versions(key);
        if (versionId !== undefined) {
          const found = versions.find((version) => version.versionId === versionId);
          if (found !== undefined) await drop(found);
          return { versionId, deleteMarker: found?.kind === "delete-marker" };
        }
        if (settings.versioned || versions.some((version) => version.versionId !== "null")) return putMarker(key);
        for (const version of versions) await drop(version);
        return { deleteMarker: false };
      }),
  };
}
