import type { Day } from "../shared/days.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import type { Counter } from "./counters.ts";
import { always, counterEntries, tallyKeys } from "./tally.ts";

/** The items of `tallyKeys`, as they were found. */
export type Tallies = readonly (Item | undefined)[];

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

/** What an organisation and all below it count on a day: three items, however many members there are. */
export const readCounts = async (table: Table, organisationId: string, day: Day): Promise<Counts> =>
  countsOn(await table.getMany(tallyKeys(organisationId, day)), day);

export const figuresOf = ({ total, byYear }: Counts) => ({
  cells: total("cells"),
  members: {
    total: total("members"),
    official: total("official"),
    probationary: total("members") - total("official"),
    mayVote: total("mayVote"),
    female: total("female"),
    male: total("male"),
  },
  awards: byYear(["collectiveAwards", "individualAwards"]).map(
    ({ year, counts: [collective = 0, individual = 0] }) => ({
      year,
      collective,
      individual,
    }),
  ),
  meetings: byYear(["meetingsHeld"]).map(({ year, counts: [held = 0] }) => ({ year, held })),
});
