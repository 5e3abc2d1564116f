import type { Link } from "../organisations/tree.ts";
import type { Day } from "../shared/days.ts";
import { keys } from "../table/keys.ts";
import { add, type Key, type Write } from "../table/write.ts";
import { type Counter, counters, type Effect } from "./effects.ts";

/** The year that holds what has been so since always. */
export const always = "0000";

/** Attribute of a tally item: a year, month or day of two or four digits, and the counter. */
export const attributeOf = (period: string, counter: Counter) => `${period}:${counters[counter]}`;

/** Every write of a tally item adds one here, so that its states can be told apart in order. */
export const sequence = "n";

/** The three items that count a day: by year, by month of the year, by day of the month. */
export const tallyKeys = (organisationId: string, day: Day): [Key, Key, Key] => [
  keys.tally(organisationId),
  keys.tallyOfYear(organisationId, day.slice(0, 4)),
  keys.tallyOfMonth(organisationId, day.slice(0, 7)),
];

type Sums = Map<string, { key: Key; link: Link; counts: Record<string, number> }>;

/**
 * Writes effects into the tallies of every organisation they count in.
 * @param chainOf the organisation itself and those above it, up to its home, each with the place in the tree that it must
 * still have when the effects are written
 */
export const tallyWrites = (
  effects: readonly Effect[],
  chainOf: (organisationId: string) => readonly Link[],
): Write[] => {
  const sums: Sums = new Map();
  for (const effect of effects) {
    for (const link of chainOf(effect.organisationId)) {
      for (const [key, attribute] of placesOf(effect, link.organisationId))
        sum(sums, key, link, attribute, effect.count);
    }
  }
  return [...sums.values()].flatMap(({ key, link, counts }) => {
    const changed = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    if (Object.keys(changed).length === 0) return [];
    const placed = key.sk === keys.tally(link.organisationId).sk && link.place !== undefined;
    return [add(key, { ...changed, [sequence]: 1 }, placed ? { expect: { place: link.place } } : {})];
  });
};

/** Where an effect is written: what has been so since always needs no months and days. */
const placesOf = ({ day, counter }: Effect, organisationId: string): [Key, string][] => {
  if (day === undefined) return [[keys.tally(organisationId), attributeOf(always, counter)]];
  const [byYear, byMonth, byDay] = tallyKeys(organisationId, day);
  return [
    [byYear, attributeOf(day.slice(0, 4), counter)],
    [byMonth, attributeOf(day.slice(5, 7), counter)],
    [byDay, attributeOf(day.slice(8, 10), counter)],
  ];
};

const sum = (sums: Sums, key: Key, link: Link, attribute: string, count: number) => {
  const name = `${key.pk} ${key.sk}`;
  const one = sums.get(name) ?? { key, link, counts: {} };
  one.counts[attribute] = (one.counts[attribute] ?? 0) + count;
  sums.set(name, one);
};
