import * as z from "zod/mini";
import {
  day,
  externalIdQuery,
  id,
  name,
  pageOf,
  pageQuery,
  recordFields,
  reference,
  sharedInput,
  sharedRecord,
} from "../shared/schema.ts";

export const organisationKinds = [
  "superior-committee",
  "grassroots-committee",
  "departmental-committee",
  "cell",
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

const kind = z.enum(organisationKinds);

/** Fields of input and record. */
const details = {
  kind,
  name,
  shortName: z.optional(name),
  code: z.optional(name),
  parentId: z.optional(reference),
  establishedOn: z.optional(day),
  dissolvedOn: z.optional(day),
};

/** An organisation (tổ chức đảng) as callers send it. */
export const organisationInput = z.strictObject({ ...details, ...sharedInput });
export type OrganisationInput = z.output<typeof organisationInput>;

export const organisationRecord = z.object({ ...recordFields, ...details, ...sharedRecord });
export type Organisation = z.output<typeof organisationRecord>;

export const organisationPage = pageOf(organisationRecord);

export const organisationQuery = z.strictObject({
  parentId: z.optional(z.string()),
  kind: z.optional(kind),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type OrganisationQuery = z.output<typeof organisationQuery>;

/** A move of an organisation in use as callers send it. Only clients of the root may omit `parentId`, to move it to the top. */
export const moveInput = z.strictObject({ parentId: z.optional(reference), on: day });

export type MoveInput = z.output<typeof moveInput>;

export const moveRecord = z.object({ ...recordFields, organisationId: id, ...moveInput.shape });

export type MoveRecord = z.output<typeof moveRecord>;

export const movePage = pageOf(moveRecord);

export const moveQuery = z.strictObject({ ...pageQuery });

/** Superior and grassroots committees are tenants; departments and cells are units of one. */
export const isTenantKind = (kind: OrganisationKind) =>
  kind === "superior-committee" || kind === "grassroots-committee";
