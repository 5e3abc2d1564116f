import type { DynamoDBBatchResponse } from "aws-lambda";
import { recordOf, shardCount, shardOf } from "../../support/memory-engine/stream.ts";
import type { Network } from "./network.ts";
import { Process } from "./process.ts";
import type { MemoryBucket } from "./storage.ts";
import type { Consumer } from "./stream-consumers.ts";

const batchMaximum = 8;
/** Milliseconds until a consumer is invoked, and until an invocation times out. */
const maximumLag = 400;
const functionTimeout = 60_000;
/** After so many consecutive failures without injected faults, a record is considered impossible to process. */
const failuresMaximum = 40;

/**
 * Delivers the records of one shard to one consumer in order, from the first unprocessed one. Faults deliver a batch twice,
 * concurrently or again after it was processed.
 */
export class Delivery {
  readonly #network: Network;
  readonly #storage: MemoryBucket;
  readonly #consumer: Consumer;
  readonly #shard: number;
  /** Position in the list of all changes, and the positions of accepted changes. */
  #position = 0;
  readonly #accepted: number[] = [];
  #next = 0;
  #failures = 0;

  constructor(network: Network, storage: MemoryBucket, consumer: Consumer, shard: number) {
    this.#network = network;
    this.#storage = storage;
    this.#consumer = consumer;
    this.#shard = shard;
  }

  /** Whether nothing is left to deliver, or the delivery is stuck. */
  isIdle(): boolean {
    this.#readChanges();
    return this.#next >= this.#accepted.length || this.stuck() !== undefined;
  }

  /** The reason why the delivery cannot make progress. */
  stuck(): string | undefined {
    const change = this.#network.engine.changes[this.#accepted[this.#next] ?? 0];
    return this.#failures > failuresMaximum
      ? `${this.#consumer.name}: ${this.#network.lastFailure} at ${change?.after?.pk ?? change?.before?.pk} ${change?.after?.sk ?? change?.before?.sk}`
      : undefined;
  }

  /** Delivers one batch, or waits until there may be one. */
  async deliver(): Promise<void> {
    const { scheduler, random, faults } = this.#network;
    if (this.isIdle()) return scheduler.rest();
    await scheduler.sleep(random.next() * maximumLag);
    this.#readChanges();
    const batch = this.#accepted.slice(this.#next, this.#next + 1 + random.below(batchMaximum));
    const calls = faults.draw() === "twice" ? [this.#call(batch), this.#call(batch)] : [this.#call(batch)];
    const [response] = await Promise.all(calls);
    const failed = new Set(response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = response
      ? batch.findIndex((index) => failed.has(this.#record(index).dynamodb?.SequenceNumber ?? ""))
      : 0;
    this.#failures = done === 0 ? this.#failures + 1 : 0;
    this.#next += done === -1 ? batch.length : done;
    if (faults.draw() === "late") this.#next = Math.max(0, this.#next - random.below(batchMaximum));
  }

  async #call(batch: readonly number[]): Promise<DynamoDBBatchResponse | undefined> {
    const process = new Process(this.#network.scheduler);
    const context = { network: this.#network, process, storage: this.#storage };
    const response = this.#consumer
      .handle(
        context,
        batch.map((index) => this.#record(index)),
      )
      .catch(() => undefined);
    const timeout = Promise.race([process.death, this.#network.scheduler.sleep(functionTimeout)]).then(() => undefined);
    const result = await Promise.race([response, timeout]);
    process.dead = true;
    return result;
  }

  #record(index: number) {
    const change = this.#network.engine.changes[index];
    if (!change) throw new RangeError(`There is no change ${index}`);
    return { ...recordOf(change), eventSourceARN: this.#consumer.name };
  }

  #readChanges(): void {
    const { changes } = this.#network.engine;
    for (; this.#position < changes.length; this.#position++) {
      const change = changes[this.#position];
      if (change && shardOf(change) === this.#shard && this.#consumer.accepts(change))
        this.#accepted.push(this.#position);
    }
  }
}

export const createDeliveries = (network: Network, storage: MemoryBucket, consumers: readonly Consumer[]): Delivery[] =>
  consumers.flatMap((consumer) =>
    Array.from({ length: shardCount }, (_, shard) => new Delivery(network, storage, consumer, shard)),
  );
