import type { Day } from "../shared/days.ts";
import type { Item } from "../table/write.ts";
import { type Counter, counters } from "./effects.ts";
import { always } from "./tally.ts";

/** The items of `tallyKeys`, as they were found. */
export type Tallies = readonly (Item | undefined)[];

type Tick = { period: string; counter: Counter; count: number };

const attributeForm = /^(\d{2}|\d{4}):(\w+)$/;
const counterOf = new Map(Object.entries(counters).map(([counter, short]) => [short as string, counter as Counter]));

/** The counters in a tally item. Throws where the item holds what no write of ours makes. */
export const ticksOf = (item: Item | undefined): Tick[] =>
  Object.entries(item ?? {}).flatMap(([attribute, count]) => {
    const [, period, short = ""] = attributeForm.exec(attribute) ?? [];
    if (period === undefined) return [];
    const counter = counterOf.get(short);
    if (!counter || typeof count !== "number")
      throw new TypeError(`Corrupt tally: ${item?.pk} ${item?.sk} ${attribute}`);
    return [{ period, counter, count }];
  });

/** What the tallies add up to on a day. */
export type Counts = {
  total(counter: Counter): number;
  /** Years that have any, in order; for meetings up to the day, for awards up to its year. */
  byYear(counters: readonly Counter[]): { year: number; counts: number[] }[];
};

/** Reads a day out of its three items: the years before, the months before in its year, the days up to it in its month. */
export const countsOn = ([byYear, byMonth, byDay]: Tallies, day: Day): Counts => {
  const [year = "", month = "", date = ""] = day.split("-");
  const ticks = [
    ...ticksOf(byYear).filter(({ period }) => period < year),
    ...ticksOf(byMonth).flatMap((tick) => (tick.period < month ? [{ ...tick, period: year }] : [])),
    ...ticksOf(byDay).flatMap((tick) => (tick.period <= date ? [{ ...tick, period: year }] : [])),
  ];
  const sum = (wanted: Counter, period?: string) =>
    ticks
      .filter((tick) => tick.counter === wanted && (period === undefined || tick.period === period))
      .reduce((total, { count }) => total + count, 0);
  return {
    total: (counter) => sum(counter),
    byYear: (wanted) =>
      [...new Set(ticks.map(({ period }) => period))]
        .filter((period) => period !== always)
        .sort()
        .map((period) => ({ year: Number(period), counts: wanted.map((counter) => sum(counter, period)) }))
        .filter(({ counts }) => counts.some((count) => count !== 0)),
  };
};
