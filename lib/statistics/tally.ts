import type { AncestorRef, DatedAncestor } from "../organisations/tree.ts";
import type { Day } from "../shared/days.ts";
import { keys } from "../table/keys.ts";
import { add, type Key, type Write } from "../table/write.ts";
import { clipToSpan } from "./dated.ts";
import { type Counter, type CounterDelta, counters } from "./effects.ts";

/** The year that holds what has been so since always. */
export const always = "0000";

/** Attribute of a tally item: a year, month or day of two or four digits, the counter, and the year it is told by if another. */
export const attributeOf = (period: string, counter: Counter, year = "") => `${period}:${counters[counter]}${year}`;

/** Every write of a tally item adds one here, so that its states can be told apart in order. */
export const sequence = "n";

/** The three items that count a day: by year, by month of the year, by day of the month. */
export const tallyKeys = (organisationId: string, day: Day): [Key, Key, Key] => [
  keys.tally(organisationId),
  keys.tallyOfYear(organisationId, day.slice(0, 4)),
  keys.tallyOfMonth(organisationId, day.slice(0, 7)),
];

type Sums = Map<string, { key: Key; link: AncestorRef; counts: Record<string, number> }>;

/**
 * Writes effects into the tallies of every organisation they count in.
 * @param countedIn the organisation itself and those it has ever hung below, up to its home, each with the place in the tree
 * that it must still have when the effects are written
 */
export const tallyWrites = (
  effects: readonly CounterDelta[],
  countedIn: (organisationId: string) => readonly DatedAncestor[],
): Write[] => {
  const sums: Sums = new Map();
  const own = new Set<string>();
  for (const effect of effects) {
    const chain = countedIn(effect.organisationId);
    if (chain.length > 1) own.add(effect.organisationId);
    for (const link of chain) {
      for (const part of clipToSpan(effect, link))
        for (const [key, attribute] of itemsOf(part, link.organisationId)) sum(sums, key, link, attribute, part.count);
    }
  }
  const written = [...sums.values()].flatMap(({ key, link, counts }) => {
    const changed = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    return Object.keys(changed).length === 0 ? [] : [{ key, link, counts: changed }];
  });
  return [...written, ...unwritten(written, own)].map(({ key, link, counts }) => {
    const placed = isYearly(key) && link.place !== undefined;
    return add(key, { ...counts, [sequence]: 1 }, placed ? { expect: { place: link.place } } : {});
  });
};

const isYearly = ({ sk }: Key) => sk === keys.tally("").sk;

/**
 * What moves days within a year leaves the years as they are; but a unit's place says which departments to count it in, and
 * stands beside its years: they are touched all the same.
 */
const unwritten = (written: readonly { key: Key; link: AncestorRef }[], own: ReadonlySet<string>) => {
  const touched = new Set(written.filter(({ key }) => isYearly(key)).map(({ link }) => link.organisationId));
  const links = new Map(written.map(({ link }) => [link.organisationId, link]));
  return [...links.values()]
    .filter(({ organisationId }) => own.has(organisationId) && !touched.has(organisationId))
    .map((link) => ({ key: keys.tally(link.organisationId), link, counts: {} }));
};

/** Where an effect is written: what has been so since always needs no months and days. */
const itemsOf = ({ day, counter, year }: CounterDelta, organisationId: string): [Key, string][] => {
  if (day === undefined) return [[keys.tally(organisationId), attributeOf(always, counter)]];
  const [byYear, byMonth, byDay] = tallyKeys(organisationId, day);
  return [
    [byYear, attributeOf(day.slice(0, 4), counter, year)],
    [byMonth, attributeOf(day.slice(5, 7), counter, year)],
    [byDay, attributeOf(day.slice(8, 10), counter, year)],
  ];
};

const sum = (sums: Sums, key: Key, link: AncestorRef, attribute: string, count: number) => {
  const name = `${key.pk} ${key.sk}`;
  const one = sums.get(name) ?? { key, link, counts: {} };
  one.counts[attribute] = (one.counts[attribute] ?? 0) + count;
  sums.set(name, one);
};
