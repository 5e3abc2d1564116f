import type { DynamoDBBatchResponse } from "aws-lambda";
import { recordOf, shardOf, shards } from "../../support/memory-engine/stream.ts";
import type { Network } from "./network.ts";
import { Process } from "./process.ts";
import type { MemoryBucket } from "./storage.ts";
import type { Consumer } from "./stream-consumers.ts";

const batchMaximum = 8;
/** Milliseconds until a stream's function is called, and after which one that answers nothing is given up. */
const longestLag = 400;
const functionTimeout = 60_000;
/** Calls that may fail one after the other on a fine day: more say that a record can never be done. */
const failuresMaximum = 40;

/**
 * Brings the records of one shard to one consumer, in their order, from the first that was not done; on bad days twice, at two
 * functions at once, or once more after they were done.
 */
export class Delivery {
  readonly #network: Network;
  readonly #storage: MemoryBucket;
  readonly #consumer: Consumer;
  readonly #shard: number;
  /** Numbers in the list of all changes: how far it was looked through, and what of that is wanted here. */
  #seen = 0;
  readonly #wanted: number[] = [];
  #next = 0;
  #failures = 0;

  constructor(network: Network, storage: MemoryBucket, consumer: Consumer, shard: number) {
    this.#network = network;
    this.#storage = storage;
    this.#consumer = consumer;
    this.#shard = shard;
  }

  /** Whether nothing is left to bring, or nothing that ever could be. */
  isIdle(): boolean {
    this.#look();
    return this.#next >= this.#wanted.length || this.stuck() !== undefined;
  }

  /** What keeps it from ever coming to an end. */
  stuck(): string | undefined {
    const change = this.#network.engine.changes[this.#wanted[this.#next] ?? 0];
    return this.#failures > failuresMaximum
      ? `${this.#consumer.name}: ${this.#network.lastFailure} at ${change?.after?.pk ?? change?.before?.pk} ${change?.after?.sk ?? change?.before?.sk}`
      : undefined;
  }

  /** Delivers one batch, or rests until there may be one. */
  async deliver(): Promise<void> {
    const { scheduler, random, weather } = this.#network;
    if (this.isIdle()) return scheduler.rest();
    await scheduler.sleep(random.next() * longestLag);
    this.#look();
    const batch = this.#wanted.slice(this.#next, this.#next + 1 + random.below(batchMaximum));
    const calls = weather.draw() === "twice" ? [this.#call(batch), this.#call(batch)] : [this.#call(batch)];
    const [answer] = await Promise.all(calls);
    const failed = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = answer
      ? batch.findIndex((index) => failed.has(this.#record(index).dynamodb?.SequenceNumber ?? ""))
      : 0;
    this.#failures = done === 0 ? this.#failures + 1 : 0;
    this.#next += done === -1 ? batch.length : done;
    if (weather.draw() === "late") this.#next = Math.max(0, this.#next - random.below(batchMaximum));
  }

  async #call(batch: readonly number[]): Promise<DynamoDBBatchResponse | undefined> {
    const process = new Process(this.#network.scheduler);
    const around = { network: this.#network, process, storage: this.#storage };
    const answer = this.#consumer
      .handle(
        around,
        batch.map((index) => this.#record(index)),
      )
      .catch(() => undefined);
    const gone = Promise.race([process.death, this.#network.scheduler.sleep(functionTimeout)]).then(() => undefined);
    const given = await Promise.race([answer, gone]);
    process.dead = true;
    return given;
  }

  #record(index: number) {
    const change = this.#network.engine.changes[index];
    if (!change) throw new RangeError(`There is no change ${index}`);
    return { ...recordOf(change), eventSourceARN: this.#consumer.name };
  }

  #look(): void {
    const { changes } = this.#network.engine;
    for (; this.#seen < changes.length; this.#seen++) {
      const change = changes[this.#seen];
      if (change && shardOf(change) === this.#shard && this.#consumer.wants(change)) this.#wanted.push(this.#seen);
    }
  }
}

export const deliveriesOf = (network: Network, storage: MemoryBucket, consumers: readonly Consumer[]): Delivery[] =>
  consumers.flatMap((consumer) =>
    Array.from({ length: shards }, (_, shard) => new Delivery(network, storage, consumer, shard)),
  );
