import type { Command, MemoryEngine } from "../../support/memory-engine/engine.ts";
import { never, type Scheduler } from "./scheduler.ts";

/** An effect of a process on the table: a command and the range of changes that it made. */
export type Applied = { command: Command; from: number; to: number };

/** One invocation of a function. It may crash at any moment and then does nothing more. */
export class Process {
  dead = false;
  /** Its effects on the table. */
  readonly applied: Applied[] = [];
  /** Whether an injected fault disturbed it, which justifies a response of `busy`. */
  disturbed = false;
  #resolveDeath: () => void = () => undefined;
  readonly death: Promise<"died">;
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
    this.death = new Promise((resolve) => {
      this.#resolveDeath = () => resolve("died");
    });
  }

  die(): void {
    this.dead = true;
    this.#resolveDeath();
  }

  async sleep(milliseconds: number): Promise<void> {
    await this.#scheduler.sleep(milliseconds);
    if (this.dead) await never();
  }

  /** Executes a command and records its changes. */
  apply(engine: MemoryEngine, command: Command): object {
    const from = engine.changes.length;
    const answer = engine.send(command);
    const to = engine.changes.length;
    if (to > from) {
      this.applied.push({ command, from, to });
      this.#scheduler.notify();
    }
    return answer;
  }
}
