import { type CommitteeTree, chainOf, isFormerDescendantOf, kindIn } from "../organisations/tree.ts";
import type { Conferrer } from "../rules/award-authority.ts";
import { badgeYears as badgeRules } from "../rules/badges.ts";
import { ruleOfYear } from "../rules/dated.ts";
import type { Day } from "../shared/days.ts";
import type { ValidParts } from "../shared/input-validation.ts";
import { sameContent } from "../shared/merge-patch.ts";
import { type CounterDelta, dayOfAward } from "../statistics/counters.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { Award, AwardInput, Recipient } from "./schema.ts";

/** The id of a recipient, a member or an organisation. */
export const recipientId = ({ memberId, organisationId }: Recipient): string => memberId ?? organisationId ?? "";

/** The valid parts of an input: elements with errors keep their valid fields. */
type ValidAward = ValidParts<AwardInput>;

/** Errors of an award by its own fields. */
export const awardErrors = (award: ValidAward, today: Day): FieldError[] => [
  ...futureErrors(award, today),
  ...badgeErrors(award),
  ...recipientErrors(award),
];

const futureErrors = ({ year, decision }: ValidAward, today: Day): FieldError[] => [
  ...(year !== undefined && year > Number(today.slice(0, 4))
    ? [{ pointer: "/year", code: "in-the-future" } as const]
    : []),
  ...(decision?.date && decision.date > today ? [{ pointer: "/decision/date", code: "in-the-future" } as const] : []),
];

const badgeErrors = ({ form, year, badgeYears, recipients = [] }: ValidAward): FieldError[] => {
  if (form === undefined) return [];
  if (form !== "party-badge")
    return badgeYears === undefined
      ? []
      : [{ pointer: "/badgeYears", code: "contradiction", values: { other: "form" } }];
  const errors: FieldError[] = recipients.flatMap((recipient, i) =>
    recipient?.organisationId === undefined
      ? []
      : [{ pointer: `/recipients/${i}/organisationId`, code: "contradiction", values: { other: "form" } } as const],
  );
  const allowed = year === undefined ? undefined : ruleOfYear(badgeRules, year)?.value;
  if (badgeYears === undefined) errors.push({ pointer: "/badgeYears", code: "required" });
  else if (allowed && !allowed.includes(badgeYears))
    errors.push({ pointer: "/badgeYears", code: "not-allowed", values: { allowed: allowed.join(", ") } });
  return errors;
};

const recipientErrors = ({ meetingId, recipients = [] }: ValidAward): FieldError[] => {
  const named = recipients.map((recipient) => recipientId(recipient ?? {}));
  const repeated = named.flatMap((id, i): FieldError[] =>
    id === "" || named.indexOf(id) === i ? [] : [{ pointer: `/recipients/${i}`, code: "duplicate" }],
  );
  const presented = recipients.some((recipient) => recipient?.presentedBy !== undefined);
  return presented && meetingId === undefined ? [...repeated, { pointer: "/meetingId", code: "required" }] : repeated;
};

/** Numbers of organisations and of members among the recipients. */
export const countsOf = (recipients: readonly Recipient[]): Award["counts"] => {
  const individual = recipients.filter(({ memberId }) => memberId !== undefined).length;
  return { collective: recipients.length - individual, individual };
};

/** Counter deltas of an award: in its year, for its organisation. */
export const awardDeltas = ({ organisationId, year, counts }: Award): CounterDelta[] => {
  const delta = { organisationId, day: dayOfAward(year) };
  const deltas: CounterDelta[] = [
    { ...delta, counter: "collectiveAwards", count: counts.collective },
    { ...delta, counter: "individualAwards", count: counts.individual },
  ];
  return deltas.filter(({ count }) => count > 0);
};

const fixedFields = ["form", "title", "year", "badgeYears", "conferredBy", "recipients"] as const;

/** Errors of changes to fields that are fixed. The order of recipients does not matter. */
export const fixedFieldErrors = (current: AwardInput, wanted: Partial<AwardInput>): FieldError[] =>
  fixedFields
    .filter((field) => !sameContent({ value: sortedContent(current[field]) }, { value: sortedContent(wanted[field]) }))
    .map((field) => ({ pointer: `/${field}`, code: "fixed" }));

const sortedContent = (value: AwardInput[(typeof fixedFields)[number]]) =>
  Array.isArray(value) ? value.map(asText).sort() : value;

const asText = ({ memberId, organisationId, presentedBy }: Recipient) =>
  JSON.stringify([memberId ?? null, organisationId ?? null, presentedBy ?? null]);

/** Whether an organisation can confer an award of another: the same one, or one that is or was above it. */
export const mayConfer = (tree: CommitteeTree, conferredBy: string, organisationId: string): boolean =>
  isFormerDescendantOf(tree, conferredBy) ||
  chainOf(tree, organisationId).some((link) => link.organisationId === conferredBy);

/** The kind of conferrer in the rules: a cell directly under a superior committee is a grassroots cell. */
export const conferrerOf = (tree: CommitteeTree, conferredBy: string): Conferrer => {
  const kind = kindIn(tree, conferredBy) ?? "superior-committee";
  return kind === "cell" && tree.kind === "superior-committee" ? "grassroots-cell" : kind;
};
