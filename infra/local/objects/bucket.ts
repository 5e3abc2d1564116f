import { randomBytes } from "node:crypto";
import { openBucketFolder, type Staging } from "./bucket-folder.ts";
import { createEventDispatcher } from "./event-dispatcher.ts";
import { createEventJournal, type ObjectCreatedEvent } from "./event-journal.ts";
import type { BucketSettings, EventRetry } from "./settings.ts";
import {
  createVersionIndex,
  type NewObject,
  type ObjectRecord,
  type Sequencer,
  type VersionRecord,
} from "./versions.ts";

/** The request that creates a version, as its event describes it. */
export type EventSource = Pick<ObjectCreatedEvent, "requestId" | "principal" | "sourceAddress">;

/** The removed version, or the delete marker that was added instead. */
export type Deletion = { readonly versionId?: string; readonly deleteMarker: boolean };

type NewVersion = {
  readonly staging: Staging;
  readonly key: string;
  readonly object: NewObject;
  readonly source: EventSource;
};

export type LocalBucket = ReturnType<typeof openBucket>;

type BucketOptions = {
  readonly root: string;
  readonly settings: BucketSettings;
  readonly region: string;
  readonly sequencer: Sequencer;
  readonly clock: () => Date;
  readonly retry: EventRetry;
  readonly log: (message: string) => void;
};

/** Runs tasks of one key one after the other, those of different keys concurrently. */
const createKeyLocks = () => {
  const tails = new Map<string, Promise<unknown>>();
  return <T>(key: string, task: () => Promise<T>): Promise<T> => {
    const result = (tails.get(key) ?? Promise.resolve()).then(task, task);
    tails.set(key, result);
    const release = () => {
      if (tails.get(key) === result) tails.delete(key);
    };
    result.then(release, release);
    return result;
  };
};

/** A bucket with its versions. All changes go through it; changes of one key run one after the other. */
export const openBucket = (options: BucketOptions) => {
  const { settings, sequencer, region, retry, log } = options;
  const { folder, records } = openBucketFolder(options.root);
  const index = createVersionIndex(records);
  const journal = createEventJournal(folder.events, folder.failed);
  const events = createEventDispatcher({ journal, region, retry, log });
  const withLock = createKeyLocks();
  for (const { sequencer: used } of [...records, ...journal.read()]) sequencer.advancePast(used);

  const identify = (key: string) => {
    const now = options.clock();
    const versionId = settings.versioned ? randomBytes(24).toString("base64url") : "null";
    return { key, versionId, sequencer: sequencer.next(now), createdAt: now.toISOString() };
  };

  const remove = async (record: VersionRecord): Promise<void> => {
    await folder.remove(record, index.versions(record.key).length === 1);
    index.remove(record);
  };

  const commit = async (staging: Staging, record: VersionRecord, event?: ObjectCreatedEvent): Promise<void> => {
    const replaced = index.versions(record.key).filter(({ versionId }) => versionId === record.versionId);
    await folder.commit(staging, record, event === undefined ? undefined : JSON.stringify(event));
    index.add(record);
    if (event !== undefined) events.enqueue(event);
    for (const older of replaced) await remove(older);
  };

  const createdEvent = (record: ObjectRecord, source: EventSource): ObjectCreatedEvent => {
    const { key, size, etag, createdAt: time, sequencer, versionId } = record;
    const version = settings.versioned ? { versionId } : {};
    const object = { bucket: settings.name, key, size, etag, ...version, sequencer };
    return { ...source, name: "ObjectCreated:Put", time, ...object };
  };

  const putDeleteMarker = async (key: string): Promise<Deletion> => {
    const staging = await folder.stage();
    try {
      const record: VersionRecord = { kind: "delete-marker", ...identify(key) };
      await commit(staging, record);
      return { versionId: record.versionId, deleteMarker: true };
    } catch (error) {
      await staging.discard();
      throw error;
    }
  };

  return {
    settings,
    events,
    index: { versions: index.versions, keys: index.keys },
    stage: folder.stage,
    /** Commits a staged `body`; `check` gets the current version and throws to reject the write. */
    put: ({ staging, key, object, source }: NewVersion, check: (current?: VersionRecord) => void) =>
      withLock(key, async () => {
        check(index.versions(key)[0]);
        const record: ObjectRecord = { kind: "object", ...object, ...identify(key) };
        await commit(staging, record, events.hasSubscriber(key) ? createdEvent(record, source) : undefined);
        return record;
      }),
    /** Opens the bytes of the selected version; they stay readable when the version is deleted meanwhile. */
    open: (key: string, select: () => ObjectRecord) =>
      withLock(key, async () => {
        const record = select();
        return { record, bytes: await folder.openBody(record) };
      }),
    delete: (key: string, versionId: string | undefined) =>
      withLock(key, async (): Promise<Deletion> => {
        const versions = index.versions(key);
        if (versionId !== undefined) {
          const found = versions.find((version) => version.versionId === versionId);
          if (found !== undefined) await remove(found);
          return { versionId, deleteMarker: found?.kind === "delete-marker" };
        }
        if (settings.versioned || versions.some((version) => version.versionId !== "null")) return putDeleteMarker(key);
        for (const version of versions) await remove(version);
        return { deleteMarker: false };
      }),
  };
};
