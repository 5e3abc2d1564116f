import { MemoryEngine } from "../../support/memory-engine/engine.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import { createRandom } from "../../support/random.ts";
import type { Ledger } from "../callers/attempt.ts";
import { fineWeather } from "../environment/faults.ts";
import type { Network, Tap } from "../environment/network.ts";
import { Scheduler } from "../environment/scheduler.ts";
import { MemoryBucket } from "../environment/storage.ts";
import { consumers } from "../environment/stream-consumers.ts";
import { type Delivery, deliveriesOf } from "../environment/stream-delivery.ts";
import type { Known } from "../workload/context.ts";

/** Everything of one run: what happens in it, and what is left to be looked at. */
export type Story = {
  seed: number;
  network: Network;
  engine: MemoryEngine;
  storage: MemoryBucket;
  ledger: Ledger;
  known: Known;
  /** What callers could have known of in the beginning. */
  all: Known;
  deliveries: Delivery[];
  /** What stood before anything happened. */
  /** What the functions wrote into their log of what they had not foreseen. */
  logged: string[];
  beginning: readonly Attributes[];
};

/** When the setting was made, and when runs begin. */
const began = { setting: Date.parse("2024-01-15T03:00:00Z"), run: Date.parse("2024-01-15T09:00:00Z") };

/** Lets everything through as it is. */
export const noTap: Tap = { command: (command) => command, error: (error) => error };

/** A story in which nothing has happened yet. */
export const emptyStory = (
  seed: number,
  { items, known, all = known }: { items: readonly Attributes[]; known: Known; all?: Known },
  tap: Tap = noTap,
): Story => {
  const engine = new MemoryEngine(items);
  const scheduler = new Scheduler(items.length === 0 ? began.setting : began.run);
  const network: Network = { engine, scheduler, random: createRandom(seed), weather: fineWeather, tap, underWay: 0 };
  const storage = new MemoryBucket();
  const deliveries = deliveriesOf(network, storage, consumers);
  return { seed, network, engine, storage, ledger: [], known, all, deliveries, logged: [], beginning: items };
};
