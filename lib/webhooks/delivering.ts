import type { ChangeRecord } from "../changes/schema.ts";
import type { ReceiverResponse } from "./answer.ts";
import type { LeaseContext } from "./lease.ts";

/** What is sent to a receiver. */
export type WebhookRequest = { url: string; headers: Readonly<Record<string, string>>; body: string };

/** What delivering needs from outside. */
export type DeliveryContext = LeaseContext & {
  /** Posts to a receiver and gives what came of it, whatever that is. */
  post(request: WebhookRequest): Promise<ReceiverResponse>;
  /** From 0 up to, not including, 1. */
  random: () => number;
};

/** A change with its number in the feed. */
export type NumberedChange = { number: number; change: ChangeRecord };
