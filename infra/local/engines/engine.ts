/** A process that speaks DynamoDB's protocol on loopback. */
export type TableEngine = {
  endpoint: string;
  /** Whether the tables are there again after a stop. */
  durable: boolean;
  /** Rejects never; resolves when the process has ended, whoever ended it. */
  ended: Promise<number>;
  /** Makes stream records up to a number, handled by every reader, go; a no-op where the engine keeps none for long. */
  trimStream(tableName: string, upTo: bigint): void;
  stop(): Promise<void>;
};
