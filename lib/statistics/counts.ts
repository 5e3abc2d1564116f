import type { Day } from "../shared/days.ts";
import type { Item } from "../table/write.ts";
import { type Counter, counters } from "./effects.ts";
import { always } from "./tally.ts";

/** The items of `tallyKeys`, as they were found. */
export type Tallies = readonly (Item | undefined)[];

/** A counter of a tally item: in which year, month or day, and by which year it is told where that is another. */
export type CounterEntry = { period: string; counter: Counter; count: number; year: string | undefined };

const attributeForm = /^(\d{2}|\d{4}):([a-z]+)(\d{4})?$/;
const counterOf = new Map(Object.entries(counters).map(([counter, short]) => [short as string, counter as Counter]));

/** The counters in a tally item. Throws where the item holds what no write of ours makes. */
export const counterEntries = (item: Item | undefined): CounterEntry[] =>
  Object.entries(item ?? {}).flatMap(([attribute, count]) => {
    const [, period, short = "", year] = attributeForm.exec(attribute) ?? [];
    if (period === undefined) return [];
    const counter = counterOf.get(short);
    if (!counter || typeof count !== "number")
      throw new TypeError(`Corrupt tally: ${item?.pk} ${item?.sk} ${attribute}`);
    return [{ period, counter, count, year }];
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
    ...counterEntries(byYear).flatMap((tick) =>
      tick.period < year ? [{ ...tick, told: tick.year ?? tick.period }] : [],
    ),
    ...counterEntries(byMonth).flatMap((tick) => (tick.period < month ? [{ ...tick, told: tick.year ?? year }] : [])),
    ...counterEntries(byDay).flatMap((tick) => (tick.period <= date ? [{ ...tick, told: tick.year ?? year }] : [])),
  ];
  const sum = (wanted: Counter, told?: string) =>
    ticks
      .filter((tick) => tick.counter === wanted && (told === undefined || tick.told === told))
      .reduce((total, { count }) => total + count, 0);
  return {
    total: (counter) => sum(counter),
    byYear: (wanted) =>
      [...new Set(ticks.map(({ told }) => told))]
        .filter((told) => told !== always)
        .sort()
        .map((told) => ({ year: Number(told), counts: wanted.map((counter) => sum(counter, told)) }))
        .filter(({ counts }) => counts.some((count) => count !== 0)),
  };
};
