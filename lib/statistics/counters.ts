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

/** Counters reported by year. They keep their year when an organisation moves and a new ancestor counts them later. */
export const yearlyCounters: ReadonlySet<Counter> = new Set(["meetingsHeld", "collectiveAwards", "individualAwards"]);

/**
 * From the start of `day` (`undefined`: without a first day), a counter of an organisation is `count` higher. `year` is the
 * year it is reported by, if not that of the day.
 */
export type CounterDelta = {
  organisationId: string;
  day: Day | undefined;
  counter: Counter;
  count: number;
  year?: string | undefined;
};

/** The day from which an award of a year counts: awards are reported by year. */
export const dayOfAward = (year: number): Day => `${String(year).padStart(4, "0")}-01-01`;

/** Deltas that lead from `before` to `after`: at most one for each day and counter, none of zero. */
export const difference = (before: readonly CounterDelta[], after: readonly CounterDelta[]): CounterDelta[] => {
  const net = new Map<string, CounterDelta>();
  const take = (sign: 1 | -1) => (delta: CounterDelta) => {
    const name = `${delta.organisationId} ${delta.day ?? ""} ${delta.counter} ${delta.year ?? ""}`;
    const count = (net.get(name)?.count ?? 0) + sign * delta.count;
    net.set(name, { ...delta, count });
  };
  after.forEach(take(1));
  before.forEach(take(-1));
  return [...net.values()].filter(({ count }) => count !== 0);
};

/** Days from `from` (absent: no first day) to the day before `until` (absent: no last day). */
export type Span = { from?: Day | undefined; until?: Day | undefined };

const before = (day: Day | undefined, other: Day) => day === undefined || day < other;

/**
 * Clips a delta to the days on which its source was below an ancestor: earlier counts start on the first day, all are
 * reversed on the last. Counters reported by year keep their year.
 */
export const clipToSpan = (delta: CounterDelta, { from, until }: Span): CounterDelta[] => {
  if (until !== undefined && !before(delta.day, until)) return [];
  const begun = from !== undefined && before(delta.day, from) ? onDay(delta, from) : delta;
  return until === undefined ? [begun] : [begun, { ...onDay(delta, until), count: -delta.count }];
};

/** Postpones a delta to a day. */
const onDay = (delta: CounterDelta, day: Day): CounterDelta => {
  const year = yearlyCounters.has(delta.counter) ? (delta.year ?? delta.day?.slice(0, 4)) : undefined;
  return { ...delta, day, year: year === day.slice(0, 4) ? undefined : year };
};
