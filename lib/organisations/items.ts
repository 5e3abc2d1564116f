import * as z from "zod/mini";
import { titleSortKey } from "../shared/collation.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists, root } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type Organisation, type OrganisationInput, organisationInput, organisationRecord } from "./schema.ts";

const organisationItem = z.object({ ...itemFields, tenantId: z.string() });

/** An organisation as the table keeps it: the record, its version and the home it belongs to. */
export type StoredOrganisation = { record: Organisation; version: number; tenantId: string };

/** Superior and grassroots committees are homes of their own; the others are units of one. */
export const isTenant = (kind: Organisation["kind"]) =>
  kind === "superior-committee" || kind === "grassroots-committee";

export const organisationItemOf = ({ record, version, tenantId }: StoredOrganisation): Item => ({
  ...keys.organisation(record.id),
  ...record,
  version,
  tenantId,
  // A home is listed among the children of its parent, a unit among all units of its home and below its own parent.
  inTenant: lists.inTenant(externalScope(record, tenantId), "organisation"),
  ...(isTenant(record.kind) ? {} : { inUnit: lists.inUnit(record.parentId ?? root, "organisation") }),
  sort: `${titleSortKey(record.name)}#${record.id}`,
});

/** Reads an item; throws where it is not what we write. */
export const readOrganisation = (item: Item): StoredOrganisation => {
  const { version, tenantId } = decodeStored(organisationItem, item);
  return { record: decodeStored(organisationRecord, item), version, tenantId };
};

const inputNames = Object.keys(organisationInput.shape);

/** The record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (record: Organisation): OrganisationInput =>
  Object.fromEntries(Object.entries(record).filter(([name]) => inputNames.includes(name))) as OrganisationInput;

/** External ids are unique in the home of a unit, and among those with the same parent above that. */
export const externalScope = (record: Pick<Organisation, "kind" | "parentId">, tenantId: string) =>
  isTenant(record.kind) ? (record.parentId ?? root) : tenantId;
