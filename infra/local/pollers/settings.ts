import type { LocalFunction } from "../functions/function-pool.ts";
import type { Filter } from "./filter.ts";

/** An event source mapping from a table's stream to a function. */
export type StreamPollerSettings = {
  /** The position of the poller is stored under this name. */
  name: string;
  streamArn: string;
  target: LocalFunction;
  batchSize: number;
  /** Splits a failed batch in two before the retry. */
  bisectsBatch: boolean;
  /** Infinite where the template sets no limit. */
  retries: number;
  /** The function returns the failed records of a batch. */
  reportsFailures: boolean;
  /** ARN of the queue for failed records. */
  failureQueue?: string | undefined;
  /** Records that match no filter are skipped; without filters every record is delivered. */
  filters: readonly Filter[];
};

/** An event source mapping from a queue to a function. */
export type QueuePollerSettings = {
  name: string;
  queueArn: string;
  target: LocalFunction;
  batchSize: number;
  /** Concurrent batches. */
  concurrency: number;
  /** The function returns the failed messages of a batch. */
  reportsFailures: boolean;
};

export type AsynchronousSettings = {
  retries: number;
  failureQueue?: string | undefined;
};

/** A table whose items expire; the attribute contains epoch seconds. */
export type ExpiringTable = { name: string; keys: readonly string[]; attribute: string };
