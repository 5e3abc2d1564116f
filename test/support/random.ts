/** A seeded source of random choices: the same seed makes the same choices. */
export type Random = {
  /** From 0, inclusive, to 1, exclusive. */
  next(): number;
  /** A whole number from 0, inclusive, to `count`, exclusive. */
  below(count: number): number;
  chance(probability: number): boolean;
  /** One of a list; undefined for an empty list. */
  pick<T>(list: readonly T[]): T | undefined;
  /** One of a list. Throws for an empty list. */
  one<T>(list: readonly T[]): T;
  /** One of a list, later items with a higher probability. Throws for an empty list. */
  oneOfNewest<T>(list: readonly T[]): T;
  /** As many different items of a list as it has, at most `count`. */
  some<T>(list: readonly T[], count: number): T[];
  bytes(count: number): Uint8Array;
  /** An independent source, whose use does not change this one. */
  fork(): Random;
};

/** Mulberry32 (Tommy Ettinger, public domain), with a mixed seed so that neighbouring seeds have nothing in common. */
export const createRandom = (seed: number): Random => {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number) => Math.floor(next() * count);
  const at = <T>(list: readonly T[], index: number): T => {
    if (list.length === 0) throw new RangeError("Cannot choose from an empty list");
    return list[index] as T;
  };
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)],
    one: (list) => at(list, below(list.length)),
    oneOfNewest: (list) => at(list, list.length - 1 - Math.floor(next() ** 3 * list.length)),
    some: (list, count) => {
      const left = [...list];
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)).flat();
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
    fork: () => createRandom(below(4_294_967_296)),
  };
};
