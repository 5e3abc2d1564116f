import type { Variable } from "./environment.ts";

/** A queue of work to be done after an answer was given: who does it, and where its address stands. */
export type QueueSettings = {
  about: string;
  /** The function that takes messages from it. */
  worker: "webhookDelivery" | "erasureProcessor";
  /** The variable that tells senders its URL. */
  variable: Variable;
  /** Messages handed over at once, and invocations at a time. */
  batchSize: number;
  concurrency: number;
};

/** Every queue of work. Messages may come twice and in any order. */
export const queues = {
  webhookDelivery: {
    about: "Webhooks that may have something to deliver",
    worker: "webhookDelivery",
    variable: "WEBHOOK_DELIVERY_QUEUE_URL",
    // A receiver that is slow keeps nobody else's webhook waiting.
    batchSize: 1,
    concurrency: 20,
  },
  erasureProcessor: {
    about: "Members whose personal data is to be erased",
    worker: "erasureProcessor",
    variable: "ERASURE_PROCESSOR_QUEUE_URL",
    batchSize: 1,
    concurrency: 2,
  },
} as const satisfies Record<string, QueueSettings>;

export type QueueName = keyof typeof queues;
