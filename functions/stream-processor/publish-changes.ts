import type { DynamoDBRecord } from "aws-lambda";
import type { FeedEntry } from "../../lib/changes/items.ts";
import { type RecordChange, recordChange } from "../../lib/changes/record-change.ts";
import { type PublishContext, type PublishResult, publishChanges } from "../../lib/changes/writes.ts";
import { imagesOf, type StreamConsumer } from "./stream-handler.ts";

export type ChangePublisher = PublishContext & {
  /** Sends changes to the event bus. Rejects if not all were accepted. */
  sendEvents(published: readonly FeedEntry[]): Promise<void>;
  /** Queues deliveries and erasures. */
  enqueueWork(published: Pick<PublishResult, "followed" | "erased">, changes: readonly RecordChange[]): Promise<void>;
};

/**
 * Publishes the changes among stream records: to the feeds, then to the event bus, then to the queues. After a redelivery a
 * change is in the feeds once; events and messages may be sent again, with the same id.
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
    const publisher = build();
    const all = [...changes.keys()];
    const result = await publishChanges(publisher, all);
    for (const { change, error } of result.failed) failChange(change, error);
    try {
      await publisher.sendEvents(result.published);
      await publisher.enqueueWork(result, all);
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
