import { isCounted, type MembershipTimeline, periodsOf } from "../members/timeline.ts";
import { awardAuthority, type Conferrer } from "../rules/award-authority.ts";
import { ruleOfYear } from "../rules/dated.ts";
import type { Day } from "../shared/days.ts";
import type { Language } from "../vocabulary/language.ts";
import { conferrerNames, warningMessage } from "./messages.ts";
import type { Award, WarningCode } from "./schema.ts";

/** What warnings depend on of a recipient. */
export type RecipientMember = { fullName: string; admittedOn?: Day | undefined; timeline: MembershipTimeline };

type WarnedAward = Pick<Award, "form" | "year" | "badgeYears" | "recipients">;

type Circumstances = {
  conferrer: Conferrer;
  /** Recipients that the caller sees, by id. */
  members: ReadonlyMap<string, RecipientMember>;
  language: Language;
};

/** Warnings of an award that the rules permit but do not expect, or that contradicts the record of a recipient. */
export const awardWarnings = (
  award: WarnedAward,
  { conferrer, members, language }: Circumstances,
): NonNullable<Award["warnings"]> => [
  ...authorityWarnings(award, conferrer, language),
  ...award.recipients.flatMap(({ memberId = "" }, i) => {
    const member = members.get(memberId);
    if (!member) return [];
    const values = { position: i + 1, name: member.fullName, year: award.year };
    const codes = membershipWarning(member, award.year);
    const warnings = codes.map((code) => ({ code, message: warningMessage(code, language, values) }));
    return [...warnings, ...badgeWarnings(award, member, { values, language })];
  }),
];

const authorityWarnings = ({ form, year }: WarnedAward, conferrer: Conferrer, language: Language) => {
  const rule = ruleOfYear(awardAuthority, year);
  if (!rule || rule.value[form].includes(conferrer)) return [];
  const values = {
    number: rule.source.number ?? rule.source.instrument,
    conferrer: conferrerNames[conferrer][language],
  };
  const code = "award-authority";
  return [{ code, message: warningMessage(code, language, values) } as const];
};

/** What a member was not in a year: a member here at all, or an official one. */
const membershipWarning = ({ timeline }: RecipientMember, year: number): WarningCode[] => {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const periods = periodsOf(timeline);
  const start = periods[0]?.from;
  if (start !== undefined && start > last) return ["recipient-not-yet-member"];
  const ofYear = periods.filter(({ from }, i) => {
    const until = periods[i + 1]?.from;
    return (from === undefined || from <= last) && (until === undefined || until > first);
  });
  const counted = ofYear.filter(({ state }) => isCounted(state));
  if (counted.length === 0) return ["recipient-no-longer-member"];
  return counted.some(({ state }) => state.standing === "official") ? [] : ["recipient-not-official"];
};

/** A badge for more years than have passed from the admission to the end of the year. */
const badgeWarnings = (
  { year, badgeYears }: WarnedAward,
  { admittedOn }: RecipientMember,
  { values, language }: { values: Readonly<Record<string, string | number>>; language: Language },
) => {
  if (badgeYears === undefined || admittedOn === undefined) return [];
  if (Number(admittedOn.slice(0, 4)) + badgeYears <= year) return [];
  const code = "badge-years";
  return [{ code, message: warningMessage(code, language, { ...values, years: badgeYears, admittedOn }) } as const];
};
