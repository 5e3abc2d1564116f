import { awardAuthority, awardForms, conferrers } from "../../../lib/rules/award-authority.ts";
import { badgeYears } from "../../../lib/rules/badges.ts";
import { type Dated, ruleOfYear, ruleOn } from "../../../lib/rules/dated.ts";
import { cellMinimum, probationMonths } from "../../../lib/rules/membership.ts";
import { excellentCeiling } from "../../../lib/rules/ratings.ts";
import { isDay } from "../../../lib/shared/days.ts";

type Rules = readonly Dated<unknown>[];
const all: Record<string, Rules> = { awardAuthority, badgeYears, cellMinimum, excellentCeiling, probationMonths };

test.each(Object.entries(all))("Every rule of %s has a source and its own first day", (_, rules) => {
  const days = rules.map(({ from }) => from);
  expect(days).toEqual([...new Set(days)].sort());
  for (const { from, source } of rules) {
    expect(isDay(from) && isDay(source.issuedOn)).toBe(true);
    expect(from >= source.issuedOn).toBe(true);
    expect(source.instrument).not.toBe("");
  }
});

test.each([
  ["2018-03-07", undefined],
  ["2023-10-03", "132-QĐ/TW"],
  ["2023-10-04", "124-QĐ/TW"],
  ["2025-08-30", "366-QĐ/TW"],
])("On %s the ceiling of excellent ratings is that of %s", (day, number) => {
  expect(ruleOn(excellentCeiling, day)?.source.number).toBe(number);
});

test("The rule of a year is that of its last day", () => {
  expect(ruleOfYear(excellentCeiling, 2023)?.source.number).toBe("124-QĐ/TW");
  expect(ruleOfYear(badgeYears, 2015)).toBeUndefined();
});

test("The order of rules in the list does not matter", () => {
  expect(ruleOn([...excellentCeiling].reverse(), "2024-01-01")).toEqual(ruleOn(excellentCeiling, "2024-01-01"));
});

test("There is a badge for 30, 40 and 45 years and none for 35", () => {
  const years = ruleOfYear(badgeYears, 2023)?.value;
  expect(years).toEqual([30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]);
});

test("Probation is twelve months, and a cell has at least three official members", () => {
  expect(ruleOn(probationMonths, "2023-12-26")?.value).toBe(12);
  expect(ruleOn(cellMinimum, "2023-12-26")?.value).toBe(3);
});

test("Every form of award has a conferrer; a grassroots committee confers certificates but no diplomas", () => {
  const authority = ruleOfYear(awardAuthority, 2023)?.value;
  for (const form of awardForms) expect(authority?.[form].length).toBeGreaterThan(0);
  expect(authority?.commendation).toEqual(conferrers);
  expect(authority?.["certificate-of-merit"]).toContain("grassroots-committee");
  expect(authority?.["diploma-of-merit"]).not.toContain("grassroots-committee");
});
