import type { ChangeRecord } from "../changes/schema.ts";
import type { Answer } from "./answer.ts";
import type { Leasing } from "./lease.ts";

/** What is sent to a receiver. */
export type WebhookRequest = { url: string; headers: Readonly<Record<string, string>>; body: string };

/** What delivering needs from outside. */
export type Delivering = Leasing & {
  /** Posts to a receiver and gives what came of it, whatever that is. */
  post(request: WebhookRequest): Promise<Answer>;
  /** From 0 up to, not including, 1. */
  random: () => number;
};

/** A change with its number in the feed. */
export type Numbered = { number: number; change: ChangeRecord };
