import type { Day } from "../shared/days.ts";
import { clipToSpan } from "../statistics/counters.ts";
import { always, attributeOf, type DatedCounter, datedCountersIn } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { type ParentPeriod, parentSpans } from "./parent-periods.ts";

/** The counters of a tally item by attribute. */
export type CountsOf = Readonly<Record<string, number>>;

/** What is added at superiors: counts by the superior and the sort key of its tally item. */
export type Contribution = Map<string, Map<string, Record<string, number>>>;

/** Characters of a day that each kind of item knows: `2023`, `2023-05`, `2023-05-19`. */
const fineness = [4, 7, 10] as const;
export const prefix = keys.tally("").sk;
const daily = 2;
const skOf = (day: Day, level: number) => (level === 0 ? prefix : `${prefix}#${day.slice(0, fineness[level - 1])}`);

const periodOf = (day: Day, level: number) =>
  day.slice(level === 0 ? 0 : (fineness[level - 1] ?? 0) + 1, fineness[level]);

const levelOf = (sk: string) => (sk === prefix ? 0 : sk.length === `${prefix}#yyyy`.length ? 1 : 2);

/**
 * What a tally item of a home adds at the superiors it has stood under, each from the day it came to the day it left.
 *
 * A day on which it moved cuts a year in two that only the months can tell apart, and a month that only its days can. So
 * each counter is cut by the coarsest item whose period no move falls into, which adds it to all levels above its own; finer
 * ones add it at their own level alone, as all do without moves.
 */
export const contributionOf = (sk: string, counts: CountsOf, stands: readonly ParentPeriod[]): Contribution => {
  const level = levelOf(sk);
  const cuts = stands.flatMap(({ from }) => from ?? []);
  const isCut = (day: Day | undefined, at: number) =>
    day !== undefined && cuts.some((cut) => cut.slice(0, fineness[at]) === day.slice(0, fineness[at]));
  const parts = datedCountersIn(sk, counts)
    .filter(({ day }) => level === daily || !isCut(day, level))
    .flatMap((tick) => {
      const cutHere = level === 0 || isCut(tick.day, level - 1);
      return partsOf(tick, stands).map((one) => ({ ...one, cutHere, stays: one.part.day === tick.day }));
    });
  const contribution: Contribution = new Map();
  for (const { parentId, part, cutHere, stays } of parts)
    if (stays || cutHere) put(contribution, parentId, part, cutHere ? 0 : level, stays ? level : daily);
  return contribution;
};

/** What each superior is to count of a counter, and when. */
const partsOf = (tick: DatedCounter, stands: readonly ParentPeriod[]): { parentId: string; part: DatedCounter }[] =>
  parentSpans(stands).flatMap(({ parentId, ...span }) =>
    parentId === undefined
      ? []
      : clipToSpan({ ...tick, organisationId: parentId }, span).map((part) => ({ parentId, part })),
  );

/** Adds a counter to the tally items of a superior, from one level to another. */
const put = (contribution: Contribution, parentId: string, part: DatedCounter, from: number, to: number) => {
  const { day, counter, count, year } = part;
  const items = contribution.get(parentId) ?? new Map<string, Record<string, number>>();
  contribution.set(parentId, items);
  for (let level = from; level <= to; level++) {
    const sk = day === undefined ? prefix : skOf(day, level);
    const attribute = attributeOf(day === undefined ? always : periodOf(day, level), counter, year);
    const counts = items.get(sk) ?? {};
    items.set(sk, counts);
    counts[attribute] = (counts[attribute] ?? 0) + count;
  }
};
