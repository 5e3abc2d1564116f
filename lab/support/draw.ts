import { createRandom, type Random } from "../../test/support/random.ts";

/** A random source for one part of a whole, so that a part can be drawn without those before it. */
export const partialRandom = (seed: number, part: number): Random =>
  createRandom(Math.imul(seed, 0x27d4eb2f) ^ Math.imul(part + 1, 0x165667b1));

/** A normally distributed number of mean 0 and deviation 1 (Box and Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** A whole number of a range, both ends included. */
export const between = (random: Random, low: number, high: number): number => low + random.below(high - low + 1);

/** A day in a range of years, of the first 28 of a month. */
export const dayIn = (random: Random, first: number, last: number): string => {
  const two = (end: number) => String(between(random, 1, end)).padStart(2, "0");
  return `${between(random, first, last)}-${two(12)}-${two(28)}`;
};
