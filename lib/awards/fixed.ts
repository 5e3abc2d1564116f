import { sameContent } from "../shared/same.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import type { AwardInput, Recipient } from "./schema.ts";

const fixedFields = ["form", "title", "year", "badgeYears", "conferredBy", "recipients"] as const;

/** What of an award is fixed once made and differs in a change. The order of recipients says nothing. */
export const fixedFaults = (current: AwardInput, wanted: Partial<AwardInput>): FieldError[] =>
  fixedFields
    .filter((field) => !sameContent({ value: settled(current[field]) }, { value: settled(wanted[field]) }))
    .map((field) => ({ pointer: `/${field}`, code: "fixed" }));

const settled = (value: AwardInput[(typeof fixedFields)[number]]) =>
  Array.isArray(value) ? value.map(asText).sort() : value;

const asText = ({ memberId, organisationId, presentedBy }: Recipient) =>
  JSON.stringify([memberId ?? null, organisationId ?? null, presentedBy ?? null]);
