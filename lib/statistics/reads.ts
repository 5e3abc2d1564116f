import type { Day } from "../shared/days.ts";
import type { Item } from "../table/write.ts";
import type { Counter, CounterDelta } from "./counters.ts";
import { always, counterEntries } from "./tally.ts";

/** The items of `tallyKeys`, as they were read. */
export type Tallies = readonly (Item | undefined)[];

/** The counters of an organisation on a day. */
export type Counts = {
  total(counter: Counter): number;
  /** Years with any count, in order: meetings up to the day, awards up to its year. */
  byYear(counters: readonly Counter[]): { year: number; counts: number[] }[];
};

/**
 * Adds up the years before, the months before in its year, and the days up to it in its month.
 * @param deltas what the tallies do not contain yet
 */
export const countsOn = ([byYear, byMonth, byDay]: Tallies, day: Day, deltas: readonly CounterDelta[] = []): Counts => {
  const [year = "", month = "", date = ""] = day.split("-");
  const entries = [
    ...counterEntries(byYear)
      .filter(({ period }) => period < year)
      .map((entry) => ({ ...entry, reported: entry.year ?? entry.period })),
    ...[
      ...counterEntries(byMonth).filter(({ period }) => period < month),
      ...counterEntries(byDay).filter(({ period }) => period <= date),
    ].map((entry) => ({ ...entry, reported: entry.year ?? year })),
    ...deltas
      .filter((delta) => delta.day === undefined || delta.day <= day)
      .map((delta) => ({ ...delta, reported: delta.year ?? delta.day?.slice(0, 4) ?? always })),
  ];
  const sum = (counter: Counter, reported?: string) =>
    entries
      .filter((entry) => entry.counter === counter && (reported === undefined || entry.reported === reported))
      .reduce((total, { count }) => total + count, 0);
  return {
    total: (counter) => sum(counter),
    byYear: (wanted) =>
      [...new Set(entries.map(({ reported }) => reported))]
        .filter((reported) => reported !== always)
        .sort()
        .map((reported) => ({ year: Number(reported), counts: wanted.map((counter) => sum(counter, reported)) }))
        .filter(({ counts }) => counts.some((count) => count !== 0)),
  };
};

/** The counters as the API reports them. */
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
