import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { cloudEventOf } from "../../lib/changes/cloud-event.ts";
import type { FeedEntry } from "../../lib/changes/items.ts";
import { eventDetailType, eventSource } from "../../lib/vocabulary/events.ts";

/** Maximum events of one call. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const batchSize = 10;

/** Sends changes to the bus as CloudEvents. Rejects if the bus did not accept all of them. */
export const createSendEvents =
  (client: EventBridgeClient, EventBusName: string) =>
  async (published: readonly FeedEntry[]): Promise<void> => {
    const entries = published.flatMap((change) => {
      const event = cloudEventOf(change);
      const Detail = event && JSON.stringify(event);
      return Detail ? [{ EventBusName, Source: eventSource, DetailType: eventDetailType, Detail }] : [];
    });
    for (let i = 0; i < entries.length; i += batchSize) {
      const response = await client.send(new PutEventsCommand({ Entries: entries.slice(i, i + batchSize) }));
      if (response.FailedEntryCount) throw new Error(`The event bus rejected ${response.FailedEntryCount} events`);
    }
  };
