import type { Variable } from "./environment.ts";

/** A queue of work that continues after the response. The function of the same name consumes it. */
export type QueueSettings = {
  /** Variable that holds the queue's URL. */
  variable: Variable;
  /** Messages of one invocation. */
  batchSize: number;
  /** Concurrent invocations. */
  concurrency: number;
};

/** Every queue of work. Delivery is at least once and unordered. */
export const queues = {
  webhookDelivery: {
    variable: "WEBHOOK_DELIVERY_QUEUE_URL",
    // One message each: a slow receiver must not delay other webhooks.
    batchSize: 1,
    concurrency: 20,
  },
  erasureProcessor: { variable: "ERASURE_PROCESSOR_QUEUE_URL", batchSize: 1, concurrency: 2 },
} as const satisfies Record<string, QueueSettings>;

export type QueueName = keyof typeof queues;
