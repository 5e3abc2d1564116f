import type { RequestContext, Result } from "../records/request-context.ts";
import { type External, withExternalId } from "../shared/external.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys, root } from "../table/keys.ts";
import {
  createOrganisationWrites,
  deleteOrganisationWrites,
  externalScope,
  inputOf,
  reparentOrganisationWrites,
  type StoredOrganisation,
  updateOrganisationWrites,
} from "./items.ts";
import { checkPlacement, placementBelow } from "./placement.ts";
import { loadOrganisationWithTree, type OrganisationWithTree, requireOrganisationWithTree } from "./reads.ts";
import { organisationErrors } from "./rules.ts";
import type { Organisation, OrganisationInput } from "./schema.ts";

/** What a PATCH or PUT makes of the input that the record has now. */
export type OrganisationChange = (current: Partial<OrganisationInput>) => InputValidation<OrganisationInput>;

const findParent = async (context: RequestContext, parentId: string | undefined) =>
  parentId === undefined ? undefined : loadOrganisationWithTree(context, parentId);

/** Makes an organisation. Throws `invalid-input`, or 409 for an external id that is taken. */
export const createOrganisation = async (
  context: RequestContext,
  validation: InputValidation<OrganisationInput>,
): Promise<Result> => createBelowParent(context, validation, await findParent(context, validation.value.parentId));

/** Makes an organisation below a parent that has been looked for. */
export const createBelowParent = async (
  context: RequestContext,
  validation: InputValidation<OrganisationInput>,
  parent: OrganisationWithTree | undefined,
): Promise<Result> => {
  validation.addErrors(organisationErrors(validation.value));
  checkPlacement(context, validation, validation.value.kind, parent, undefined);
  const input = validation.valueOrThrow();
  const tenantId = placementBelow(parent, "", input.kind).tenantId;
  const id = context.newId(tenantId);
  const place = placementBelow(parent, id, input.kind);
  const record: Organisation = {
    ...input,
    id,
    visibility: input.visibility ?? "internal",
    createdAt: context.now,
    updatedAt: context.now,
  };
  const writes = createOrganisationWrites({ record, version: 1, tenantId: place.tenantId }, place);
  return context.commit(writes, { record, version: 1, created: true });
};

/** Changes an organisation the caller sees. Throws 404, 428, 412, `invalid-input`, or 409 `in-use` for a new parent. */
export const updateOrganisation = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: OrganisationChange,
): Promise<Result> => {
  // The parent asked for is looked up beside the record: it stands in the patch, whatever the record says.
  const wanted = change({}).value.parentId;
  const [found, parent] = await Promise.all([requireOrganisationWithTree(context, id), findParent(context, wanted)]);
  requireIfMatch(precondition, found.version);
  return changeOrganisation(context, found, change(inputOf(found.record)), parent);
};

/** Replaces an organisation that was found, as a PUT does. */
export const replaceOrganisation = (
  context: RequestContext,
  found: OrganisationWithTree,
  precondition: Precondition | undefined,
  validation: InputValidation<OrganisationInput>,
  parent: OrganisationWithTree | undefined,
): Promise<Result> => {
  checkIfMatch(precondition, found.version);
  return changeOrganisation(context, found, validation, parent);
};

const changeOrganisation = async (
  context: RequestContext,
  found: OrganisationWithTree,
  validation: InputValidation<OrganisationInput>,
  parent: OrganisationWithTree | undefined,
): Promise<Result> => {
  const { record } = found;
  const moves = validation.value.parentId !== record.parentId;
  validation.addErrors(organisationErrors(validation.value));
  if (validation.value.kind !== undefined && validation.value.kind !== record.kind)
    validation.addError("/kind", "fixed");
  if (moves) checkPlacement(context, validation, validation.value.kind, parent, record.id);
  const input = validation.valueOrThrow();
  const { id, createdAt, updatedAt } = record;
  const same: Organisation = { ...input, id, visibility: input.visibility ?? "internal", createdAt, updatedAt };
  if (sameContent(same, record)) return { record, version: found.version };
  const after = { ...same, updatedAt: context.now };
  const version = found.version + 1;
  const place = moves ? placementBelow(parent, id, record.kind) : undefined;
  const stored: StoredOrganisation = { record: after, version, tenantId: place?.tenantId ?? found.tenantId };
  const writes = place ? reparentOrganisationWrites(found, stored, place) : updateOrganisationWrites(found, stored);
  return context.commit(writes, { record: after, version });
};

/** Deletes an organisation nothing hangs on. Throws 404, 428, 412, or 409 `in-use`. */
export const deleteOrganisation = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireOrganisationWithTree(context, id);
  requireIfMatch(precondition, found.version);
  await context.commit(deleteOrganisationWrites(found), { record: {} });
};

/**
 * The organisation of an external id, made or replaced: guard and parent are read first, then the record, then all is
 * written. Throws 404 for what can be no external id, `invalid-input`, 412, 409.
 */
export const putOrganisationByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<OrganisationInput>,
): Promise<Result> => {
  const validation = withExternalId(body, external);
  const { kind, parentId } = validation.value;
  const scopeOf = (tenantId: string) => (kind ? externalScope({ kind, parentId }, tenantId) : root);
  const guardIn = (scope: string) =>
    context.table.get(keys.externalId(scope, "organisation", external.source, external.externalId));
  const hinted = scopeOf(parentId === undefined ? root : tenantIdFromId(parentId));
  const [parent, hintedGuard] = await Promise.all([
    parentId === undefined ? undefined : loadOrganisationWithTree(context, parentId),
    guardIn(hinted),
  ]);
  const scope = scopeOf(parent?.tenantId ?? root);
  const guard = scope === hinted || !parent ? hintedGuard : await guardIn(scope);
  if (!guard) {
    checkIfMatch(precondition, undefined);
    return createBelowParent(context, validation, parent);
  }
  const found = await loadOrganisationWithTree(context, String(guard.id));
  if (!found) throw new Problem("duplicate-external-id");
  return replaceOrganisation(context, found, precondition, validation, parent);
};
