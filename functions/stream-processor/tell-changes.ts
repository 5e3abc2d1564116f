import type { DynamoDBRecord } from "aws-lambda";
import type { FeedEntry } from "../../lib/changes/entries.ts";
import { type RecordChange, recordChange } from "../../lib/changes/record-change.ts";
import { type PublishContext, publishChanges } from "../../lib/changes/sequence.ts";
import type { StreamConsumer } from "./follower.ts";
import { imagesOf } from "./images.ts";

export type ChangePublisher = PublishContext & {
  /** Puts told changes on the bus. Rejects when not all of them are there. */
  sendEvents(told: readonly FeedEntry[]): Promise<void>;
  /** Starts what waits for changes: webhooks that follow feeds or changed themselves, erasures that were asked for. */
  enqueueWork(followed: readonly string[], changes: readonly RecordChange[]): Promise<void>;
};

/**
 * Tells the changes among stream records: in the feeds, then on the bus, then to whatever they start. Told twice, a change
 * is in the feeds once; events and messages may come again, with the same id.
 */
export const createPublishChanges =
  (build: () => ChangePublisher): StreamConsumer =>
  async (records, fail) => {
    const changes = readChanges(records, fail);
    if (changes.size === 0) return;
    const failChange = (change: RecordChange, error: unknown) => {
      const record = changes.get(change);
      if (record) fail(record, error);
    };
    const telling = build();
    const all = [...changes.keys()];
    const { published: told, failed, followed } = await publishChanges(telling, all);
    for (const { change, error } of failed) failChange(change, error);
    try {
      await telling.sendEvents(told);
      await telling.enqueueWork(followed, all);
    } catch (error) {
      for (const change of all) failChange(change, error);
    }
  };

const readChanges = (records: readonly DynamoDBRecord[], fail: Parameters<StreamConsumer>[1]) => {
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
