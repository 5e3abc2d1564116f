import type { Day } from "../shared/days.ts";

/** Source of a rule: the instrument, its number, its date of issue, and the clause where it is known. */
export type Source = {
  instrument: string;
  number?: string;
  issuedOn: Day;
  clause?: string;
  /** What is not verified in the instrument itself. */
  note?: string;
};

/** A value that applies from a day until the next one of its list. */
export type Dated<T> = { from: Day; value: T; source: Source };

/** The rule of a day; undefined before the earliest known rule, where nothing is checked. */
export const ruleOn = <T>(rules: readonly Dated<T>[], day: Day): Dated<T> | undefined =>
  rules.filter(({ from }) => from <= day).sort((a, b) => (a.from < b.from ? 1 : -1))[0];

/** The rule of a year: that of its last day, since awards and ratings of a year are decided at its end or later. */
export const ruleOfYear = <T>(rules: readonly Dated<T>[], year: number): Dated<T> | undefined =>
  ruleOn(rules, `${String(year).padStart(4, "0")}-12-31`);
