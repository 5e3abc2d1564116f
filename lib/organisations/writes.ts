import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import { inputOf, type StoredOrganisation } from "./items.ts";
import { checkPlace, placeBelow } from "./placement.ts";
import { type FoundOrganisation, findOrganisation, requireOrganisation } from "./reads.ts";
import { organisationFaults } from "./rules.ts";
import type { Organisation, OrganisationInput } from "./schema.ts";
import { organisationChanged, organisationGone, organisationMade, organisationRehung } from "./store.ts";

/** What a PATCH or PUT makes of the input that the record has now. */
export type Change = (current: Partial<OrganisationInput>) => InputValidation<OrganisationInput>;

const findParent = async (context: RequestContext, parentId: string | undefined) =>
  parentId === undefined ? undefined : findOrganisation(context, parentId);

/** Makes an organisation. Throws `invalid-input`, or 409 for an external id that is taken. */
export const createOrganisation = async (
  context: RequestContext,
  validation: InputValidation<OrganisationInput>,
): Promise<Result> => makeOrganisation(context, validation, await findParent(context, validation.value.parentId));

/** Makes an organisation below a parent that has been looked for. */
export const makeOrganisation = async (
  context: RequestContext,
  validation: InputValidation<OrganisationInput>,
  parent: FoundOrganisation | undefined,
): Promise<Result> => {
  validation.addErrors(organisationFaults(validation.value));
  checkPlace(context, validation, validation.value.kind, parent, undefined);
  const input = validation.valueOrThrow();
  const tenantId = placeBelow(parent, "", input.kind).tenantId;
  const id = context.newId(tenantId);
  const place = placeBelow(parent, id, input.kind);
  const record: Organisation = {
    ...input,
    id,
    visibility: input.visibility ?? "internal",
    createdAt: context.now,
    updatedAt: context.now,
  };
  const writes = organisationMade({ record, version: 1, tenantId: place.tenantId }, place);
  return context.commit(writes, { record, version: 1, created: true });
};

/** Changes an organisation the caller sees. Throws 404, 428, 412, `invalid-input`, or 409 `in-use` for a new parent. */
export const updateOrganisation = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Result> => {
  // The parent asked for is looked up beside the record: it stands in the patch, whatever the record says.
  const wanted = change({}).value.parentId;
  const [found, parent] = await Promise.all([requireOrganisation(context, id), findParent(context, wanted)]);
  requireIfMatch(precondition, found.version);
  return changeOrganisation(context, found, change(inputOf(found.record)), parent);
};

/** Replaces an organisation that was found, as a PUT does. */
export const replaceOrganisation = (
  context: RequestContext,
  found: FoundOrganisation,
  precondition: Precondition | undefined,
  validation: InputValidation<OrganisationInput>,
  parent: FoundOrganisation | undefined,
): Promise<Result> => {
  checkIfMatch(precondition, found.version);
  return changeOrganisation(context, found, validation, parent);
};

const changeOrganisation = async (
  context: RequestContext,
  found: FoundOrganisation,
  validation: InputValidation<OrganisationInput>,
  parent: FoundOrganisation | undefined,
): Promise<Result> => {
  const { record } = found;
  const moves = validation.value.parentId !== record.parentId;
  validation.addErrors(organisationFaults(validation.value));
  if (validation.value.kind !== undefined && validation.value.kind !== record.kind)
    validation.addError("/kind", "fixed");
  if (moves) checkPlace(context, validation, validation.value.kind, parent, record.id);
  const input = validation.valueOrThrow();
  const { id, createdAt, updatedAt } = record;
  const same: Organisation = { ...input, id, visibility: input.visibility ?? "internal", createdAt, updatedAt };
  if (sameContent(same, record)) return { record, version: found.version };
  const after = { ...same, updatedAt: context.now };
  const version = found.version + 1;
  const place = moves ? placeBelow(parent, id, record.kind) : undefined;
  const stored: StoredOrganisation = { record: after, version, tenantId: place?.tenantId ?? found.tenantId };
  const writes = place ? organisationRehung(found, stored, place) : organisationChanged(found, stored);
  return context.commit(writes, { record: after, version });
};

/** Deletes an organisation nothing hangs on. Throws 404, 428, 412, or 409 `in-use`. */
export const deleteOrganisation = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireOrganisation(context, id);
  requireIfMatch(precondition, found.version);
  await context.commit(organisationGone(found), { record: {} });
};
