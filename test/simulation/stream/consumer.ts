import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import type { Change } from "../../support/memory-engine/stream.ts";
import type { Network } from "../machine/network.ts";
import type { Process } from "../machine/process.ts";
import type { MemoryBucket } from "../machine/storage.ts";

/** What a function that follows the stream is given in a simulation. */
export type Surroundings = { network: Network; process: Process; storage: MemoryBucket };

/** A function that follows the table's stream. */
export type Consumer = {
  name: string;
  /** What the filter of its trigger lets through. */
  wants(change: Change): boolean;
  handle(around: Surroundings, records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse>;
};
