/** Chance out of a seed: the same seed draws the same. */
export type Random = {
  /** From 0 up to, and without, `end`. */
  below(end: number): number;
  /** True so many times in a hundred. */
  percent(times: number): boolean;
  /** One of a list that is not empty. */
  one<T>(list: readonly T[]): T;
  /** As many of a list as there are, at most `most`. */
  some<T>(list: readonly T[], most: number): T[];
};

/** Mulberry32, by Tommy Ettinger: 32 bits of state, good enough to mix a load. */
const mulberry = (seed: number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const createRandom = (seed: number): Random => {
  const next = mulberry(Math.imul(seed + 1, 0x9e3779b1));
  const below = (end: number) => Math.floor(next() * end);
  return {
    below,
    percent: (times) => below(100) < times,
    one: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError("Nothing to draw from");
      return list[below(list.length)] as T;
    },
    some: (list, most) => {
      const left = [...list];
      const drawn = Array.from({ length: Math.min(most, left.length) }, () => left.splice(below(left.length), 1));
      return drawn.flat();
    },
  };
};

/** A day in a range of years that every month has. */
export const dayIn = (random: Random, first: number, last: number): string => {
  const two = (end: number) => String(random.below(end) + 1).padStart(2, "0");
  return `${first + random.below(last - first + 1)}-${two(12)}-${two(28)}`;
};
