import { MemoryEngine } from "../../support/memory-engine/engine.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import { fineWeather } from "../machine/faults.ts";
import type { Network, Tap } from "../machine/network.ts";
import { createRandom } from "../machine/random.ts";
import { Scheduler } from "../machine/scheduler.ts";
import { MemoryBucket } from "../machine/storage.ts";
import { consumers } from "../stream/consumers.ts";
import { deliveriesOf } from "../stream/deliveries.ts";
import type { Known } from "../workload/known.ts";
import type { Story } from "./story.ts";

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
