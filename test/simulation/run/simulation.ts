import { MemoryEngine } from "../../support/memory-engine/engine.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import { createRandom } from "../../support/random.ts";
import type { Attempts } from "../callers/attempt.ts";
import { noFaults } from "../environment/faults.ts";
import type { Interceptor, Network } from "../environment/network.ts";
import { Scheduler } from "../environment/scheduler.ts";
import { MemoryBucket } from "../environment/storage.ts";
import { consumers } from "../environment/stream-consumers.ts";
import { createDeliveries, type Delivery } from "../environment/stream-delivery.ts";
import type { Known } from "../workload/context.ts";

/** The state of one run. */
export type Simulation = {
  seed: number;
  network: Network;
  engine: MemoryEngine;
  storage: MemoryBucket;
  attempts: Attempts;
  known: Known;
  /** All initial records, including those that callers do not know. */
  all: Known;
  deliveries: Delivery[];
  /** Unexpected errors that the functions logged. */
  errorLog: string[];
  initialItems: readonly Attributes[];
};

/** Start of the creation of initial tables, and of runs. */
const startTimes = { setting: Date.parse("2024-01-15T03:00:00Z"), run: Date.parse("2024-01-15T09:00:00Z") };

/** Changes nothing. */
export const passThrough: Interceptor = { command: (command) => command, error: (error) => error };

/** A run before its first request. */
export const createSimulation = (
  seed: number,
  { items, known, all = known }: { items: readonly Attributes[]; known: Known; all?: Known },
  interceptor: Interceptor = passThrough,
): Simulation => {
  const engine = new MemoryEngine(items);
  const scheduler = new Scheduler(items.length === 0 ? startTimes.setting : startTimes.run);
  const network: Network = {
    engine,
    scheduler,
    random: createRandom(seed),
    faults: noFaults,
    interceptor,
    inFlight: 0,
  };
  const storage = new MemoryBucket();
  const deliveries = createDeliveries(network, storage, consumers);
  return { seed, network, engine, storage, attempts: [], known, all, deliveries, errorLog: [], initialItems: items };
};
