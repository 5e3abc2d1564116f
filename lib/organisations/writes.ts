import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { type UpsertRequest, upsertByExternalId } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, nextVersion, resultOf } from "../records/versions.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { Precondition } from "../shared/precondition.ts";
import { root } from "../table/keys.ts";
import {
  createOrganisationWrites,
  deleteOrganisationWrites,
  externalIdScope,
  reparentOrganisationWrites,
  updateOrganisationWrites,
} from "./items.ts";
import { isSameLifeSpan, type LifeSpan, lifeSpanIn } from "./life-span.ts";
import { assertLifeSpan, type LifeSpanRecords, loadLifeSpanRecords, yearlyTallyIn } from "./life-span-records.ts";
import { checkPlacement, placementBelow } from "./placement.ts";
import { loadOrganisationWithTree, requireOrganisationWithTree } from "./reads.ts";
import { lifeSpanErrors, organisationErrors } from "./rules.ts";
import { type OrganisationInput, organisationInput } from "./schema.ts";
import type { OrganisationWithTree } from "./tree.ts";

type Validation = InputValidation<OrganisationInput>;
type Parent = OrganisationWithTree | undefined;

const loadParent = async (context: RequestContext, parentId: string | undefined): Promise<Parent> =>
  parentId === undefined ? undefined : loadOrganisationWithTree(context, parentId);

/** Creates an organisation. Throws `invalid-input`, or 409 for an external id that is taken. */
export const createOrganisation = async (context: RequestContext, validation: Validation): Promise<Result> =>
  createBelow(context, validation, await loadParent(context, validation.value.parentId));

const createBelow = async (context: RequestContext, validation: Validation, parent: Parent): Promise<Result> => {
  validation.addErrors(organisationErrors(validation.value));
  checkPlacement(context, validation, { parent, kind: validation.value.kind });
  if (parent && !validation.hasErrorAt("/parentId"))
    validation.addErrors(lifeSpanErrors(validation.value, parent.record));
  const input = validation.valueOrThrow();
  const first = firstVersion(context, placementBelow(parent, "", input.kind).tenantId, input);
  const placement = placementBelow(parent, first.record.id, input.kind);
  const stored = { ...first, tenantId: placement.tenantId };
  return context.commit(createOrganisationWrites(stored, placement), { ...resultOf(stored), created: true });
};

/**
 * Updates an organisation. Throws 404, 428, 412, `invalid-input`, or 409 `in-use` for a new parent, and for a life span
 * outside which members, meetings or organisations below would be left.
 */
export const updateOrganisation = async (
  context: RequestContext,
  id: string,
  update: RecordUpdate<OrganisationInput>,
): Promise<Result> => {
  // A new parent is loaded in parallel with the record.
  const named = update.change({}).value;
  const [found, parent, records] = await Promise.all([
    requireOrganisationWithTree(context, id),
    loadParent(context, named.parentId),
    loadLifeSpanRecords(context, id, named),
  ]);
  const validation = patchedInput(organisationInput, found, update);
  return saveOrganisation(context, { ...found, records }, { validation, parent });
};

/** An organisation with the records that a new life span must not leave out. */
type OrganisationToUpdate = OrganisationWithTree & { records: LifeSpanRecords | undefined };

const saveOrganisation = async (
  context: RequestContext,
  found: OrganisationToUpdate,
  { validation, parent }: { validation: Validation; parent: Parent },
): Promise<Result> => {
  const { id, kind, parentId } = found.record;
  const isReparented = validation.value.parentId !== parentId;
  validation.addErrors(organisationErrors(validation.value));
  if (validation.value.kind !== undefined && validation.value.kind !== kind) validation.addError("/kind", "fixed");
  if (isReparented) checkPlacement(context, validation, { parent, kind: validation.value.kind, id });
  const isSameSpan = isSameLifeSpan(validation.value, found.record);
  if (isReparented || !isSameSpan)
    validation.addErrors(lifeSpanErrors(validation.value, isReparented ? (parent?.record ?? {}) : parentSpanOf(found)));
  const next = nextVersion(context, found, validation.valueOrThrow());
  if (!next) return resultOf(found);
  if (!isSameSpan && found.records) await assertLifeSpan(context, found, { span: next.record, records: found.records });
  const tally = found.records && yearlyTallyIn(found.records);
  if (!isReparented) return context.commit(updateOrganisationWrites(found, next, tally), resultOf(next));
  const placement = placementBelow(parent, id, kind);
  const writes = reparentOrganisationWrites(found, { ...next, tenantId: placement.tenantId }, placement);
  return context.commit(writes, resultOf(next));
};

/** The life span of the parent; that of a superior of the tenant is not in the tree. */
const parentSpanOf = ({ tree, record: { parentId } }: OrganisationWithTree): LifeSpan =>
  parentId === undefined ? {} : lifeSpanIn(tree, parentId);

/** Deletes an unused organisation. Throws 404, 428, 412, or 409 `in-use`. */
export const deleteOrganisation = (context: RequestContext, id: string, precondition: Precondition | undefined) =>
  deleteRecord(context, requireOrganisationWithTree(context, id), { precondition, writes: deleteOrganisationWrites });

/** Creates or replaces the organisation of an external id. */
export const putOrganisationByExternalId = (
  context: RequestContext,
  request: UpsertRequest<OrganisationInput>,
): Promise<Result> => {
  const scopeIn = (tenantId: string, { kind, parentId }: Partial<OrganisationInput>) =>
    kind ? externalIdScope({ kind, parentId }, tenantId) : root;
  const hintedScope = (value: Partial<OrganisationInput>) =>
    scopeIn(value.parentId === undefined ? root : tenantIdFromId(value.parentId), value);
  return upsertByExternalId(context, "organisation", request, {
    hintedScope,
    load: ({ value }) => loadParent(context, value.parentId),
    scopeOf: (parent, value) => (parent ? scopeIn(parent.tenantId, value) : hintedScope(value)),
    find: async (id): Promise<OrganisationToUpdate | undefined> => {
      const found = await loadOrganisationWithTree(context, id);
      // Systems send unchanged records again and again: only a new life span takes another round of reads.
      const isChanged = found && !isSameLifeSpan(found.record, request.body.value);
      const records = isChanged ? await loadLifeSpanRecords(context, id, request.body.value) : undefined;
      return found && { ...found, records };
    },
    create: (validation, parent) => createBelow(context, validation, parent),
    replace: (found, validation, parent) => saveOrganisation(context, found, { validation, parent }),
  });
};
