/** When a call to the table was under way, in milliseconds of one clock. */
export type Span = { from: number; to: number };

/**
 * Round trips: the longest chain of calls of which each began after the one before had ended. Calls under way together
 * count once, since nothing waits for one before it makes the other.
 */
export const wavesOf = (spans: readonly Span[]): number => {
  let waves = 0;
  let ended = Number.NEGATIVE_INFINITY;
  for (const { from, to } of [...spans].sort((a, b) => a.to - b.to)) {
    if (from < ended) continue;
    waves += 1;
    ended = to;
  }
  return waves;
};
