import * as z from "zod/mini";
import { awardForms } from "../rules/award-authority.ts";
import {
  day,
  exactlyOneOf,
  externalIdQuery,
  id,
  name,
  pageOf,
  pageQuery,
  queryInteger,
  recordFields,
  reference,
  sharedInput,
  sharedRecord,
  title,
  year,
} from "../shared/schema.ts";

/** Recipients of one award: with a guard and a reference each, they fit one transaction. */
export const recipientsMaximum = 40;

const recipient = z
  .strictObject({
    memberId: z.optional(reference),
    organisationId: z.optional(reference),
    presentedBy: z.optional(
      reference.check(
        z.meta({
          description:
            "The id of a record: an attendee of the award's meeting. Up to 29 recipients can each have another one, 40 have at most 8.",
        }),
      ),
    ),
  })
  .check(exactlyOneOf("memberId", "organisationId"));
export type Recipient = z.output<typeof recipient>;

const form = z.enum(awardForms);
/** Years of membership have at most three digits; which of them have a badge is a dated rule. */
const badgeYears = z.int().check(z.gte(1), z.lte(150));
const decision = z.strictObject({ number: name, date: day });

/** Codes of warnings: the rules do not expect the award but permit it, or the record of a recipient contradicts it. */
export const warningCodes = [
  "award-authority",
  "badge-years",
  "recipient-not-official",
  "recipient-not-yet-member",
  "recipient-no-longer-member",
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Fields of an award that are stored as sent. */
const details = { form, title, year, badgeYears: z.optional(badgeYears), decision: z.optional(decision) };

/** Input of an award (khen thưởng). */
export const awardInput = z.strictObject({
  organisationId: reference,
  conferredBy: z.optional(reference),
  ...details,
  meetingId: z.optional(reference),
  recipients: z.array(recipient).check(z.minLength(1), z.maxLength(recipientsMaximum)),
  ...sharedInput,
});
export type AwardInput = z.output<typeof awardInput>;

const count = z.int().check(z.gte(0));

export const awardRecord = z.object({
  ...recordFields,
  organisationId: id,
  conferredBy: id,
  ...details,
  meetingId: z.optional(id),
  recipients: z.array(
    z.object({ memberId: z.optional(id), organisationId: z.optional(id), presentedBy: z.optional(id) }),
  ),
  counts: z.object({ collective: count, individual: count }),
  warnings: z
    .array(z.object({ code: z.enum(warningCodes), message: z.string() }))
    .check(z.meta({ description: "Computed when one award is made, changed or read; empty in lists." })),
  ...sharedRecord,
});
export type Award = z.output<typeof awardRecord>;

export const awardPage = pageOf(awardRecord);

export const awardQuery = z.strictObject({
  organisationId: z.optional(z.string()),
  year: z.optional(queryInteger(1, 9999)),
  memberId: z.optional(z.string()),
  recipientOrganisationId: z.optional(z.string()),
  meetingId: z.optional(z.string()),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type AwardQuery = z.output<typeof awardQuery>;
