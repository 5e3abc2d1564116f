import type { MemoryEngine } from "../../support/memory-engine/engine.ts";
import type { Attributes } from "../../support/memory-engine/values.ts";
import type { Ledger } from "../callers/ledger.ts";
import type { Network } from "../machine/network.ts";
import type { MemoryBucket } from "../machine/storage.ts";
import type { Delivery } from "../stream/deliveries.ts";
import type { Known } from "../workload/known.ts";

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
