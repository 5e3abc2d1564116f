import type { Day } from "../shared/days.ts";
import { keys } from "../table/keys.ts";
import { add, type Item, type Key, type Write } from "../table/write.ts";
import { type Counter, type CounterDelta, clipToSpan, counters, difference, type Span } from "./counters.ts";

/** A counter of a tally item with its year, month or day; `year` is the year it is reported by, if another. */
export type CounterEntry = { period: string; counter: Counter; count: number; year: string | undefined };

const attributeForm = /^(\d{2}|\d{4}):([a-z]+)(\d{4})?$/;

const counterOf = new Map(Object.entries(counters).map(([counter, short]) => [short as string, counter as Counter]));

/** The counters in a tally item. Throws for a corrupt one. */
export const counterEntries = (item: Item | undefined): CounterEntry[] =>
  Object.entries(item ?? {}).flatMap(([attribute, count]) => {
    const [, period, short = "", year] = attributeForm.exec(attribute) ?? [];
    if (period === undefined) return [];
    const counter = counterOf.get(short);
    if (!counter || typeof count !== "number")
      throw new TypeError(`Corrupt tally: ${item?.pk} ${item?.sk} ${attribute}`);
    return [{ period, counter, count, year }];
  });

/** An organisation and the placement version it was read at; `undefined` if it is new. */
export type AncestorRef = { organisationId: string; placementVersion: number | undefined };

/** An ancestor, and the days on which it counts what happens in a descendant. */
export type DatedAncestor = AncestorRef & Span;

/** The year of counts without a first day. */
export const always = "0000";

/** Attribute of a tally item: year, month or day, counter, and the year it is reported by, if another. */
export const attributeOf = (period: string, counter: Counter, year = "") => `${period}:${counters[counter]}${year}`;

/** Counts the writes of a tally item, so that its states have an order. */
export const sequence = "n";

/** Sort key of the tally by year, which exists as long as its organisation. */
export const yearlySk = keys.tally("").sk;

/** Attribute of a tally that holds the placement version. The name is short because every unit of a tree stores one. */
export const placementAttribute = "place";

/** The three items that count a day: by year, by month of the year, by day of the month. */
export const tallyKeys = (organisationId: string, day: Day): [Key, Key, Key] => [
  keys.tally(organisationId),
  keys.tallyOfYear(organisationId, day.slice(0, 4)),
  keys.tallyOfMonth(organisationId, day.slice(0, 7)),
];

type TallySum = { key: Key; link: AncestorRef; counts: Record<string, number> };

/**
 * Adds deltas to the tallies of every organisation that counts them.
 * @param ancestorsOf the organisation itself and its current and former ancestors up to the tenant; each must still have
 * its placement version at the commit
 */
export const tallyWrites = (
  deltas: readonly CounterDelta[],
  ancestorsOf: (organisationId: string) => readonly DatedAncestor[],
): Write[] => {
  const sums = new Map<string, TallySum>();
  const own = new Set<string>();
  for (const delta of deltas) {
    const chain = ancestorsOf(delta.organisationId);
    if (chain.length > 1) own.add(delta.organisationId);
    for (const link of chain)
      for (const part of clipToSpan(delta, link))
        for (const [key, attribute] of attributesOf(part, link.organisationId)) {
          const sum = sums.get(`${key.pk} ${key.sk}`) ?? { key, link, counts: {} };
          sum.counts[attribute] = (sum.counts[attribute] ?? 0) + part.count;
          sums.set(`${key.pk} ${key.sk}`, sum);
        }
  }
  const written = [...sums.values()].flatMap(({ key, link, counts }) => {
    const changed = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
    return Object.keys(changed).length === 0 ? [] : [{ key, link, counts: changed }];
  });
  return [...written, ...placementChecks(written, own)].map(({ key, link, counts }) => {
    const isExpected = key.sk === yearlySk && link.placementVersion !== undefined;
    const expect = isExpected ? { [placementAttribute]: link.placementVersion } : {};
    return add(key, { ...counts, [sequence]: 1 }, { expect });
  });
};

/** Writes of a unit's yearly item, which holds the placement version, where days change within a year only. */
const placementChecks = (written: readonly TallySum[], own: ReadonlySet<string>): TallySum[] => {
  const touched = new Set(written.filter(({ key }) => key.sk === yearlySk).map(({ link }) => link.organisationId));
  const links = new Map(written.map(({ link }) => [link.organisationId, link]));
  return [...links.values()]
    .filter(({ organisationId }) => own.has(organisationId) && !touched.has(organisationId))
    .map((link) => ({ key: keys.tally(link.organisationId), link, counts: {} }));
};

/** Keys and attributes that a delta adds to. A delta without a day is in the yearly item alone. */
const attributesOf = ({ day, counter, year }: CounterDelta, organisationId: string): [Key, string][] => {
  if (day === undefined) return [[keys.tally(organisationId), attributeOf(always, counter)]];
  const [byYear, byMonth, byDay] = tallyKeys(organisationId, day);
  return [
    [byYear, attributeOf(day.slice(0, 4), counter, year)],
    [byMonth, attributeOf(day.slice(5, 7), counter, year)],
    [byDay, attributeOf(day.slice(8, 10), counter, year)],
  ];
};

/** A counter with the year, month or day that its tally item counts by; `undefined`: without a first day. */
export type DatedCounter = { day: Day | undefined; counter: Counter; count: number; year?: string | undefined };

/** The counters of a tally item, each with its period. */
export const datedCountersIn = (sk: string, counts: Readonly<Record<string, unknown>>): DatedCounter[] =>
  counterEntries({ pk: "", sk, ...counts }).map(({ period, ...counter }) => {
    const day = sk === yearlySk ? period : `${sk.slice(yearlySk.length + 1)}-${period}`;
    return { ...counter, day: day === always ? undefined : day };
  });

const dayLength = "yyyy-mm-dd".length;

/** The deltas by day that all tally items of an organisation add up to. */
export const deltasIn = (organisationId: string, items: readonly Item[]): CounterDelta[] =>
  items
    .flatMap(({ pk: _, sk, ...counts }) => datedCountersIn(sk, counts))
    .filter(({ day, count }) => (day === undefined || day.length === dayLength) && count !== 0)
    .map((dated) => ({ ...dated, organisationId }));

/** Deltas that correct the ancestors of an organisation when it was below them on other days than counted. */
export const recomputeDeltas = (
  deltas: readonly CounterDelta[],
  before: readonly DatedAncestor[],
  after: readonly DatedAncestor[],
) => {
  const at = (ancestors: readonly DatedAncestor[]) =>
    ancestors.flatMap((ancestor) =>
      deltas.flatMap((delta) => clipToSpan({ ...delta, organisationId: ancestor.organisationId }, ancestor)),
    );
  return difference(at(before), at(after));
};
