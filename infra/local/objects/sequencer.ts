/** Hands out ever greater sequence numbers, in the fixed width that makes them sort as text. */
export type Sequencer = {
  next(now: Date): string;
  /** Learns of one already used. */
  seen(sequencer: string): void;
};

/** Numbers a millisecond can hold before the next one's are used. */
const PER_MILLISECOND = 1000;

export function createSequencer(): Sequencer {
  let last = 0;
  return {
    next(now) {
      last = Math.max(last + 1, now.getTime() * PER_MILLISECOND);
      return last.toString(16).toUpperCase().padStart(16, "0");
    },
    seen(sequencer) {
      last = Math.max(last, Number.parseInt(sequencer, 16));
    },
  };
}
