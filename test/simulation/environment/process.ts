import type { Command, MemoryEngine } from "../../support/memory-engine/engine.ts";
import { never, type Scheduler } from "./scheduler.ts";

/** One effect that a process had on the table: the changes it made, by their numbers, and by which command. */
export type Applied = { command: Command; from: number; to: number };

/** A function at work on one event. It may die at any moment, and then nothing more of it happens. */
export class Process {
  dead = false;
  /** What it has done to the table. */
  readonly applied: Applied[] = [];
  /** The worst that the outside did to it: whether that excuses an answer of `busy`. */
  excused = false;
  #mourn: () => void = () => undefined;
  readonly death: Promise<"died">;
  readonly #scheduler: Scheduler;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
    this.death = new Promise((resolve) => {
      this.#mourn = () => resolve("died");
    });
  }

  die(): void {
    this.dead = true;
    this.#mourn();
  }

  async sleep(milliseconds: number): Promise<void> {
    await this.#scheduler.sleep(milliseconds);
    if (this.dead) await never();
  }

  /** Has a command done, and remembers what it changed. */
  apply(engine: MemoryEngine, command: Command): object {
    const from = engine.changes.length;
    const answer = engine.send(command);
    const to = engine.changes.length;
    if (to > from) {
      this.applied.push({ command, from, to });
      this.#scheduler.stir();
    }
    return answer;
  }
}
