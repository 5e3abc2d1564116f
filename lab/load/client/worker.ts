import type { Journal } from "../journal.ts";
import type { Home } from "../place/tree.ts";
import type { Random } from "../random.ts";
import type { Careful } from "./careful.ts";

/** One client at work: what it may do it does in its own home, and what it changes nobody else does. */
export type Worker = {
  name: string;
  tenantId: Home;
  /** What it sees above its home. */
  above: readonly string[];
  random: Random;
  api: Careful;
  journal: Journal;
  /** A mark that nothing has been given before. */
  mark(): string;
};

/** Something a client may do. False where it had nothing to do it to. */
export type Action = { name: string; weight: number; run(worker: Worker): Promise<boolean> };
