/** Chance out of a seed: the same seed makes the same choices. */
export type Random = {
  /** From 0 up to 1, without it. */
  next(): number;
  /** A whole number from 0 up to the limit, without it. */
  below(limit: number): number;
  /** Whether something of this share happens. */
  chance(share: number): boolean;
  /** One of a list. Throws for an empty one. */
  pick<T>(from: readonly T[]): T;
  /** One of a list that grows at its end, the newer the likelier. */
  pickNewer<T>(from: readonly T[]): T;
  /** Chance of its own: what is drawn from it moves nothing here. */
  fork(): Random;
};

/** Mulberry32: small, fast, and spread well enough for choices. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const at = <T>(from: readonly T[], index: number): T => {
    if (from.length === 0) throw new RangeError("There is nothing to choose from");
    return from[index] as T;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (from) => at(from, below(from.length)),
    pickNewer: (from) => at(from, from.length - 1 - Math.floor(next() ** 3 * from.length)),
    fork: () => createRandom(Math.floor(next() * 2 ** 32)),
  };
};
