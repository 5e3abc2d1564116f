import type { LocalFunction } from "../functions/function-pool.ts";
import type { Filter } from "./filter.ts";

/** An event source mapping from a table's stream to a function. */
export type PumpSettings = {
  /** Its position is kept under this name. */
  name: string;
  streamArn: string;
  target: LocalFunction;
  batchSize: number;
  /** A batch that fails is halved before it is tried again. */
  bisects: boolean;
  /** Tries after the first; infinite where the template sets no end. */
  retries: number;
  /** The function says which records of a batch failed. */
  reportsItems: boolean;
  /** ARN of the queue that is told of records given up. */
  failureQueue?: string | undefined;
  /** A record that fits none of them is passed over; without filters every record is delivered. */
  filters: readonly Filter[];
};

/** An event source mapping from a queue to a function. */
export type QueuePumpSettings = {
  name: string;
  queueArn: string;
  target: LocalFunction;
  batchSize: number;
  /** Batches at a time. */
  concurrency: number;
  /** The function says which messages of a batch failed. */
  reportsItems: boolean;
};

export type AsynchronousSettings = {
  retries: number;
  failureQueue?: string | undefined;
};
