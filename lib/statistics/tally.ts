import { prefix } from "../organisations/contribution.ts";
import type { Day } from "../shared/days.ts";
import { keys } from "../table/keys.ts";
import { add, type Item, type Key, type Write } from "../table/write.ts";
import { type Counter, type CounterDelta, clipToSpan, counters, difference, type Span } from "./counters.ts";

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

/** An organisation and the place it has in the tree; `place` undefined: it stands nowhere yet. */
export type AncestorRef = { organisationId: string; placementVersion: number | undefined };

/** The same, counting what happens in another on the days on which that one hangs below it. */
export type DatedAncestor = AncestorRef & Span;

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
    const placed = isYearly(key) && link.placementVersion !== undefined;
    return add(key, { ...counts, [sequence]: 1 }, placed ? { expect: { place: link.placementVersion } } : {});
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

/** A counter of a tally item as finely as the item knows its day: a year, a month or a day (`undefined`: since always). */
export type DatedCounter = { day: Day | undefined; counter: Counter; count: number; year?: string | undefined };

/** The counters of a tally item with what it knows of their days. */
export const datedCountersIn = (sk: string, counts: Readonly<Record<string, unknown>>): DatedCounter[] =>
  counterEntries({ pk: "", sk, ...counts }).map(({ period, ...tick }) => {
    const whole = sk === prefix ? period : `${sk.slice(prefix.length + 1)}-${period}`;
    return { ...tick, day: whole === always ? undefined : whole };
  });

const dayLength = "yyyy-mm-dd".length;

/** What has been counted in an organisation, day by day, out of all its tally items. */
export const deltasIn = (organisationId: string, items: readonly Item[]): CounterDelta[] =>
  items
    .flatMap(({ pk: _, sk, ...counts }) => datedCountersIn(sk, counts))
    .filter(({ day, count }) => (day === undefined || day.length === dayLength) && count !== 0)
    .map((dated) => ({ ...dated, organisationId }));

/** What those have to count more, or less, in which effects counted on other days than they should. */
export const recomputeDeltas = (
  effects: readonly CounterDelta[],
  before: readonly DatedAncestor[],
  after: readonly DatedAncestor[],
) => {
  const at = (countings: readonly DatedAncestor[]) =>
    countings.flatMap((counting) =>
      effects.flatMap((effect) => clipToSpan({ ...effect, organisationId: counting.organisationId }, counting)),
    );
  return difference(at(before), at(after));
};
