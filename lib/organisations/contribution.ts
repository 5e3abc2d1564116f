import type { Day } from "../shared/days.ts";
import { clipToSpan } from "../statistics/counters.ts";
import { always, attributeOf, type DatedCounter, datedCountersIn, yearlySk } from "../statistics/tally.ts";
import { type ParentPeriod, parentSpans } from "./parent-periods.ts";

/** The counters of a tally item by attribute. */
export type CountsOf = Readonly<Record<string, number>>;

/** Counts to add at superiors, by superior and sort key of its tally item. */
export type Contribution = Map<string, Map<string, Record<string, number>>>;

/** Characters of a day by level of tally item: `2023`, `2023-05`, `2023-05-19`. */
const lengths = [4, 7, 10] as const;
const daily = 2;
const skOf = (day: Day, level: number) => (level === 0 ? yearlySk : `${yearlySk}#${day.slice(0, lengths[level - 1])}`);

const periodOf = (day: Day, level: number) =>
  day.slice(level === 0 ? 0 : (lengths[level - 1] ?? 0) + 1, lengths[level]);

const levelOf = (sk: string) => (sk === yearlySk ? 0 : sk.length === `${yearlySk}#yyyy`.length ? 1 : 2);

/**
 * What a tally item of a tenant adds at its current and former superiors, each for the days on which the tenant was below it.
 *
 * A move splits a year into parts that only the months distinguish, and a month into parts that only the days do. So the
 * coarsest item whose period contains no move adds a counter to all levels above its own; finer items add it at their own
 * level alone, as all items do without moves.
 */
export const contributionOf = (sk: string, counts: CountsOf, periods: readonly ParentPeriod[]): Contribution => {
  const level = levelOf(sk);
  const moves = periods.flatMap(({ from }) => from ?? []);
  const isSplitAt = (day: Day | undefined, at: number) =>
    day !== undefined && moves.some((move) => move.slice(0, lengths[at]) === day.slice(0, lengths[at]));
  const parts = datedCountersIn(sk, counts)
    .filter(({ day }) => level === daily || !isSplitAt(day, level))
    .flatMap((counter) => {
      const isSplit = level === 0 || isSplitAt(counter.day, level - 1);
      return partsOf(counter, periods).map((one) => ({ ...one, isSplit, keepsDay: one.part.day === counter.day }));
    });
  const contribution: Contribution = new Map();
  for (const { parentId, part, isSplit, keepsDay } of parts)
    if (keepsDay || isSplit) put(contribution, parentId, part, isSplit ? 0 : level, keepsDay ? level : daily);
  return contribution;
};

/** The parts of a counter that each superior counts. */
const partsOf = (counter: DatedCounter, periods: readonly ParentPeriod[]): { parentId: string; part: DatedCounter }[] =>
  parentSpans(periods).flatMap(({ parentId, ...span }) =>
    parentId === undefined
      ? []
      : clipToSpan({ ...counter, organisationId: parentId }, span).map((part) => ({ parentId, part })),
  );

/** Adds a counter to the tally items of a superior, from one level to another. */
const put = (contribution: Contribution, parentId: string, part: DatedCounter, from: number, to: number) => {
  const { day, counter, count, year } = part;
  const items = contribution.get(parentId) ?? new Map<string, Record<string, number>>();
  contribution.set(parentId, items);
  for (let level = from; level <= to; level++) {
    const sk = day === undefined ? yearlySk : skOf(day, level);
    const attribute = attributeOf(day === undefined ? always : periodOf(day, level), counter, year);
    const counts = items.get(sk) ?? {};
    items.set(sk, counts);
    counts[attribute] = (counts[attribute] ?? 0) + count;
  }
};
