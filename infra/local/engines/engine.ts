/** A process that speaks DynamoDB's protocol on loopback. */
export type TableEngine = {
  endpoint: string;
  /** Whether the tables are there again after a stop. */
  durable: boolean;
  /** Rejects never; resolves when the process has ended, whoever ended it. */
  ended: Promise<number>;
  /**
   * Makes stream records up to a number, handled by every reader, go, and gives whether there may be more of them; a no-op
   * where the engine keeps none for long.
   */
  trimStream(tableName: string, upTo: bigint): boolean;
  /**
   * Makes what was deleted go from the engine's files too, unless nothing was; a no-op where there are none. Rejects when
   * it could not, and is to be asked again.
   */
  scrub(): Promise<void>;
  stop(): Promise<void>;
};
