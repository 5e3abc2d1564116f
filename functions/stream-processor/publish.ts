import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { FeedEntry } from "../../lib/changes/entries.ts";
import { cloudEventOf } from "../../lib/changes/event.ts";
import { eventDetailType, eventSource } from "../../lib/vocabulary/events.ts";

/** Events that one call takes. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const atOnce = 10;

/** Puts changes on the bus as CloudEvents. Rejects when the bus did not take all of them. */
export const createSendEvents =
  (client: EventBridgeClient, EventBusName: string) =>
  async (told: readonly FeedEntry[]): Promise<void> => {
    const entries = told.flatMap((change) => {
      const event = cloudEventOf(change);
      const Detail = event && JSON.stringify(event);
      return Detail ? [{ EventBusName, Source: eventSource, DetailType: eventDetailType, Detail }] : [];
    });
    for (let i = 0; i < entries.length; i += atOnce) {
      const answer = await client.send(new PutEventsCommand({ Entries: entries.slice(i, i + atOnce) }));
      if (answer.FailedEntryCount) throw new Error(`The bus refused ${answer.FailedEntryCount} events`);
    }
  };
