import { badgeYears as badgeRules } from "../rules/badges.ts";
import { ruleOfYear } from "../rules/dated.ts";
import type { Day } from "../shared/days.ts";
import { type CounterDelta, dayOfAward } from "../statistics/effects.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Award, AwardInput, Recipient } from "./schema.ts";

/** Whom a recipient names: a member or an organisation. */
export const recipientId = ({ memberId, organisationId }: Recipient): string => memberId ?? organisationId ?? "";

/** What cannot be true of an award, by its own fields. */
export const awardFaults = (award: Partial<AwardInput>, today: Day): FieldError[] => [
  ...futureFaults(award, today),
  ...badgeFaults(award),
  ...recipientFaults(award),
];

const futureFaults = ({ year, decision }: Partial<AwardInput>, today: Day): FieldError[] => [
  ...(year !== undefined && year > Number(today.slice(0, 4))
    ? [{ pointer: "/year", code: "in-the-future" } as const]
    : []),
  ...(decision && decision.date > today ? [{ pointer: "/decision/date", code: "in-the-future" } as const] : []),
];

const badgeFaults = ({ form, year, badgeYears, recipients = [] }: Partial<AwardInput>): FieldError[] => {
  if (form === undefined) return [];
  if (form !== "party-badge")
    return badgeYears === undefined
      ? []
      : [{ pointer: "/badgeYears", code: "contradiction", values: { other: "form" } }];
  const faults: FieldError[] = recipients.flatMap(({ organisationId }, i) =>
    organisationId === undefined
      ? []
      : [{ pointer: `/recipients/${i}/organisationId`, code: "contradiction", values: { other: "form" } } as const],
  );
  const allowed = year === undefined ? undefined : ruleOfYear(badgeRules, year)?.value;
  if (badgeYears === undefined) faults.push({ pointer: "/badgeYears", code: "required" });
  else if (allowed && !allowed.includes(badgeYears))
    faults.push({ pointer: "/badgeYears", code: "not-allowed", values: { allowed: allowed.join(", ") } });
  return faults;
};

const recipientFaults = ({ meetingId, recipients = [] }: Partial<AwardInput>): FieldError[] => {
  const named = recipients.map(recipientId);
  const repeated = named.flatMap((id, i): FieldError[] =>
    named.indexOf(id) === i ? [] : [{ pointer: `/recipients/${i}`, code: "duplicate" }],
  );
  const presented = recipients.some(({ presentedBy }) => presentedBy !== undefined);
  return presented && meetingId === undefined ? [...repeated, { pointer: "/meetingId", code: "required" }] : repeated;
};

/** How many organisations and how many members an award went to. */
export const countsOf = (recipients: readonly Recipient[]): Award["counts"] => {
  const individual = recipients.filter(({ memberId }) => memberId !== undefined).length;
  return { collective: recipients.length - individual, individual };
};

/** What an award counts in statistics: by its year, in the organisation whose record it is. */
export const awardEffects = ({ organisationId, year, counts }: Award): CounterDelta[] => {
  const effect = { organisationId, day: dayOfAward(year) };
  const effects: CounterDelta[] = [
    { ...effect, counter: "collectiveAwards", count: counts.collective },
    { ...effect, counter: "individualAwards", count: counts.individual },
  ];
  return effects.filter(({ count }) => count > 0);
};
