/** Minutes from which on it can be told whether something grows. */
const fewest = 6;
/** Growth over the second half that is no noise. */
const notable = 1.25;

/** What memory did over the second half, when caches are full: how much it grew a minute, and whether no end is in sight. */
export const growthOf = (megabytes: readonly number[]): { perMinute: number; isEndless: boolean } => {
  const half = megabytes.slice(Math.floor(megabytes.length / 2));
  const steps = half.slice(1).map((value, i) => value - (half[i] ?? value));
  const [first = 0] = half;
  const last = half.at(-1) ?? 0;
  const isEndless = megabytes.length >= fewest && steps.every((step) => step > 0) && last > first * notable;
  return { perMinute: slopeOf(half), isEndless };
};

/** Least squares over points one apart. */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const above = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0);
  const below = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return below === 0 ? 0 : above / below;
};
