import type { Day } from "../shared/days.ts";

/** Where a rule is written: the instrument, its number, the day it was issued, and the clause where it is known. */
export type Source = {
  instrument: string;
  number?: string;
  issuedOn: Day;
  clause?: string;
  /** What is not read in the instrument itself but known in general. */
  note?: string;
};

/** What a rule says from a day on, until the next one of its list takes its place. */
export type Dated<T> = { from: Day; value: T; source: Source };

/** What held on a day; undefined before the earliest rule the list knows, where nothing is to be judged. */
export const ruleOn = <T>(rules: readonly Dated<T>[], day: Day): Dated<T> | undefined =>
  rules.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? 1 : -1))[0];

/** What held in a year: the rule of its last day, since awards and ratings of a year are decided at its end or after. */
export const ruleOfYear = <T>(rules: readonly Dated<T>[], year: number): Dated<T> | undefined =>
  ruleOn(rules, `${String(year).padStart(4, "0")}-12-31`);
