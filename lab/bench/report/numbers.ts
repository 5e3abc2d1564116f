/** The middle of some numbers; between the two middle ones of an even count. Throws where there are none. */
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new RangeError("No number has no median");
  return (low + high) / 2;
};

/** The median of what one was to the other, round by round: a slow moment slows both. */
export const medianRatio = (numbers: readonly number[], to: readonly number[]): number =>
  median(numbers.map((number, round) => number / (to[round] ?? Number.NaN)));

/** A number as tables show it: two digits after the point unless said. */
export const shown = (number: number, digits = 2): string => number.toFixed(digits);

/** Capacity units come in halves. */
export const units = (number: number): string => (Number.isInteger(number) ? String(number) : number.toFixed(1));

/** Bytes with their thousands set apart. */
export const bytes = (number: number): string => number.toLocaleString("en-US");
