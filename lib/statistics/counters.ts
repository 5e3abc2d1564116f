import type { Day } from "../shared/days.ts";

/** What statistics count. The short names are those of the table's attributes. */
export const counters = {
  members: "m",
  official: "o",
  mayVote: "v",
  female: "f",
  male: "g",
  cells: "c",
  meetingsHeld: "h",
  collectiveAwards: "ac",
  individualAwards: "ai",
} as const;
export type Counter = keyof typeof counters;

/** What is told by year, and keeps its year where it begins to count later: with an organisation that comes from elsewhere. */
export const yearlyCounters: ReadonlySet<Counter> = new Set(["meetingsHeld", "collectiveAwards", "individualAwards"]);

/**
 * From the start of a day on (`undefined`: since always), an organisation's counter is `count` more. `year` is that by
 * which it is told, where that is not the day's.
 */
export type CounterDelta = {
  organisationId: string;
  day: Day | undefined;
  counter: Counter;
  count: number;
  year?: string | undefined;
};

/** The day on which an award of a year counts: awards are told by year, up to that of the day asked for. */
export const dayOfAward = (year: number): Day => `${String(year).padStart(4, "0")}-01-01`;

/** What remains to be counted when `before` was counted and `after` should be: one effect a day and counter, none of zero. */
export const difference = (before: readonly CounterDelta[], after: readonly CounterDelta[]): CounterDelta[] => {
  const net = new Map<string, CounterDelta>();
  const take = (sign: 1 | -1) => (effect: CounterDelta) => {
    const name = `${effect.organisationId} ${effect.day ?? ""} ${effect.counter} ${effect.year ?? ""}`;
    const count = (net.get(name)?.count ?? 0) + sign * effect.count;
    net.set(name, { ...effect, count });
  };
  after.forEach(take(1));
  before.forEach(take(-1));
  return [...net.values()].filter(({ count }) => count !== 0);
};

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
