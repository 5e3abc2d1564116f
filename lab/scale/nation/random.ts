import { createRandom, type Random } from "../../../test/simulation/machine/random.ts";

/** Chance of its own for each part of a nation, so that any part can be drawn without those before it. */
export const randomOf = (seed: number, part: number): Random =>
  createRandom(Math.imul(seed, 0x27d4eb2f) ^ Math.imul(part + 1, 0x165667b1));

/** A number around 0, as often above as below, most of them within 1 (Box and Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** A whole number of a range, both ends included. */
export const between = (random: Random, low: number, high: number): number => low + random.below(high - low + 1);

/** One of a list that is not empty. */
export const oneOf = <T>(random: Random, list: readonly T[]): T => {
  if (list.length === 0) throw new RangeError("Nothing to draw from");
  return list[random.below(list.length)] as T;
};
