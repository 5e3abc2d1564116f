import { setImmediate as macrotask } from "node:timers/promises";

type SleepingTask = { at: number; order: number; resume: () => void };

const isBefore = (a: SleepingTask, b: SleepingTask) => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Virtual time in milliseconds. It advances from one sleeping task to the next, and only when every other task is waiting,
 * so that a seed determines the run.
 */
export class Scheduler {
  now: number;
  #order = 0;
  /** A heap by resume time. */
  readonly #sleeping: SleepingTask[] = [];
  #resting: (() => void)[] = [];

  constructor(now: number) {
    this.now = now;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resume) => this.#push({ at: this.now + milliseconds, order: this.#order++, resume }));
  }

  /** Waits for the next `notify`. */
  rest(): Promise<void> {
    return new Promise((resume) => this.#resting.push(resume));
  }

  /** Resumes all tasks in `rest`. */
  notify(): void {
    const resumed = this.#resting;
    this.#resting = [];
    for (const resume of resumed) resume();
  }

  /** Runs until the condition holds. Throws if no task is left to resume, or after too many steps. */
  async runUntil(isOver: () => boolean, steps = 100_000): Promise<void> {
    await macrotask();
    for (let step = 0; !isOver(); step++) {
      const next = this.#pop();
      if (!next || step >= steps) throw new Error(next ? "The simulation does not end" : "No task is left to resume");
      this.now = Math.max(this.now, next.at);
      next.resume();
      await macrotask();
    }
  }

  #push(sleeper: SleepingTask): void {
    const heap = this.#sleeping;
    let at = heap.push(sleeper) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapUnlessBefore(parent, at)) break;
      at = parent;
    }
  }

  #pop(): SleepingTask | undefined {
    const heap = this.#sleeping;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      if (!left) return first;
      const child = right && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
      if (!this.#swapUnlessBefore(at, child)) return first;
      at = child;
    }
  }

  /** Orders two elements of the heap; returns whether they were swapped. */
  #swapUnlessBefore(upper: number, lower: number): boolean {
    const [a, b] = [this.#sleeping[upper], this.#sleeping[lower]];
    if (!a || !b || !isBefore(b, a)) return false;
    this.#sleeping[upper] = b;
    this.#sleeping[lower] = a;
    return true;
  }
}

/** A promise that never settles, for the rest of a crashed process. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
