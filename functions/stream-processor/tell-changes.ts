import type { DynamoDBRecord } from "aws-lambda";
import type { ToldChange } from "../../lib/changes/entries.ts";
import { type RecordChange, recordChange } from "../../lib/changes/record-change.ts";
import { type Sequencing, sequenceChanges } from "../../lib/changes/sequence.ts";
import type { Follower } from "./follower.ts";
import { imagesOf } from "./images.ts";

export type Telling = Sequencing & {
  /** Puts told changes on the bus. Rejects when not all of them are there. */
  publish(told: readonly ToldChange[]): Promise<void>;
  /** Starts what waits for changes: webhooks that follow feeds or changed themselves, erasures that were asked for. */
  start(followed: readonly string[], changes: readonly RecordChange[]): Promise<void>;
};

/**
 * Tells the changes among stream records: in the feeds, then on the bus, then to whatever they start. Told twice, a change
 * is in the feeds once; events and messages may come again, with the same id.
 */
export const createTellChanges =
  (build: () => Telling): Follower =>
  async (records, fail) => {
    const changes = readChanges(records, fail);
    if (changes.size === 0) return;
    const failChange = (change: RecordChange, error: unknown) => {
      const record = changes.get(change);
      if (record) fail(record, error);
    };
    const telling = build();
    const all = [...changes.keys()];
    const { told, failed, followed } = await sequenceChanges(telling, all);
    for (const { change, error } of failed) failChange(change, error);
    try {
      await telling.publish(told);
      await telling.start(followed, all);
    } catch (error) {
      for (const change of all) failChange(change, error);
    }
  };

const readChanges = (records: readonly DynamoDBRecord[], fail: Parameters<Follower>[1]) => {
  const changes = new Map<RecordChange, DynamoDBRecord>();
  for (const record of records) {
    try {
      const change = recordChange(imagesOf(record));
      if (change) changes.set(change, record);
    } catch (error) {
      fail(record, error);
    }
  }
  return changes;
};
