import type { Day } from "../shared/days.ts";
import { type CounterDelta, yearlyCounters } from "./effects.ts";

/** Days from the start of `from` (absent: since always) to the end of the day before `until` (absent: ever since). */
export type Span = { from?: Day | undefined; until?: Day | undefined };

const before = (day: Day | undefined, other: Day) => day === undefined || day < other;

/**
 * What an effect is to an organisation that its own hangs below for a span of days only: what was so before counts from the
 * first of them, and all of it counts no more from the day it has left. What is told by year keeps its year.
 */
export const clipToSpan = (effect: CounterDelta, { from, until }: Span): CounterDelta[] => {
  if (until !== undefined && !before(effect.day, until)) return [];
  const begun = from !== undefined && before(effect.day, from) ? onDay(effect, from) : effect;
  return until === undefined ? [begun] : [begun, { ...onDay(effect, until), count: -effect.count }];
};

/** The same effect from another day on. */
const onDay = (effect: CounterDelta, day: Day): CounterDelta => {
  const year = yearlyCounters.has(effect.counter) ? (effect.year ?? effect.day?.slice(0, 4)) : undefined;
  return { ...effect, day, year: year === day.slice(0, 4) ? undefined : year };
};
