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
