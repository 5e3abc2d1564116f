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

/** What callers send of an organisation (tổ chức đảng). */
export const organisationInput = z.strictObject({
  kind,
  name,
  shortName: z.optional(name),
  code: z.optional(name),
  parentId: z.optional(reference),
  establishedOn: z.optional(day),
  dissolvedOn: z.optional(day),
  ...sharedInput,
});
export type OrganisationInput = z.output<typeof organisationInput>;

export const organisationRecord = z.object({
  ...recordFields,
  kind,
  name: z.string(),
  shortName: z.optional(z.string()),
  code: z.optional(z.string()),
  parentId: z.optional(z.string()),
  establishedOn: z.optional(z.string()),
  dissolvedOn: z.optional(z.string()),
  ...sharedRecord,
});
export type Organisation = z.output<typeof organisationRecord>;

export const organisationPage = pageOf(organisationRecord);

export const organisationQuery = z.strictObject({
  parentId: z.optional(z.string()),
  kind: z.optional(kind),
  externalId: externalIdQuery,
  ...pageQuery,
});
export type OrganisationQuery = z.output<typeof organisationQuery>;

/** What callers send to move an organisation in use. Without `parentId` to the top, which only the root's clients may. */
export const moveInput = z.strictObject({ parentId: z.optional(reference), on: day });

export type MoveInput = z.output<typeof moveInput>;

export const moveRecord = z.object({
  ...recordFields,
  organisationId: id,
  parentId: z.optional(z.string()),
  on: day,
});

export type MoveRecord = z.output<typeof moveRecord>;

export const movePage = pageOf(moveRecord);

export const moveQuery = z.strictObject({ ...pageQuery });
