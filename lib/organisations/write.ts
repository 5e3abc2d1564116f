import type { InputValidation } from "../shared/draft.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
import { type FoundOrganisation, findOrganisation, requireOrganisation } from "./find.ts";
import { inputOf, type StoredOrganisation } from "./items.ts";
import { checkPlace, placeBelow } from "./place.ts";
import { organisationFaults } from "./rules.ts";
import type { Organisation, OrganisationInput } from "./schema.ts";
import { organisationChanged, organisationGone, organisationMade, organisationRehung } from "./store.ts";

/** What a PATCH or PUT makes of the input that the record has now. */
export type Change = (current: Partial<OrganisationInput>) => InputValidation<OrganisationInput>;

const findParent = async (work: RequestContext, parentId: string | undefined) =>
  parentId === undefined ? undefined : findOrganisation(work, parentId);

/** Makes an organisation. Throws `invalid-input`, or 409 for an external id that is taken. */
export const createOrganisation = async (
  work: RequestContext,
  draft: InputValidation<OrganisationInput>,
): Promise<Outcome> => makeOrganisation(work, draft, await findParent(work, draft.value.parentId));

/** Makes an organisation below a parent that has been looked for. */
export const makeOrganisation = async (
  work: RequestContext,
  draft: InputValidation<OrganisationInput>,
  parent: FoundOrganisation | undefined,
): Promise<Outcome> => {
  draft.addErrors(organisationFaults(draft.value));
  checkPlace(work, draft, draft.value.kind, parent, undefined);
  const input = draft.valueOrThrow();
  const home = placeBelow(parent, "", input.kind).home;
  const id = work.newId(home);
  const place = placeBelow(parent, id, input.kind);
  const record: Organisation = {
    ...input,
    id,
    visibility: input.visibility ?? "internal",
    createdAt: work.now,
    updatedAt: work.now,
  };
  const writes = organisationMade({ record, version: 1, home: place.home }, place);
  return work.commit(writes, { record, version: 1, made: true });
};

/** Changes an organisation the caller sees. Throws 404, 428, 412, `invalid-input`, or 409 `in-use` for a new parent. */
export const updateOrganisation = async (
  work: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Outcome> => {
  // The parent asked for is looked up beside the record: it stands in the patch, whatever the record says.
  const wanted = change({}).value.parentId;
  const [found, parent] = await Promise.all([requireOrganisation(work, id), findParent(work, wanted)]);
  requireIfMatch(precondition, found.version);
  return changeOrganisation(work, found, change(inputOf(found.record)), parent);
};

/** Replaces an organisation that was found, as a PUT does. */
export const replaceOrganisation = (
  work: RequestContext,
  found: FoundOrganisation,
  precondition: Precondition | undefined,
  draft: InputValidation<OrganisationInput>,
  parent: FoundOrganisation | undefined,
): Promise<Outcome> => {
  checkIfMatch(precondition, found.version);
  return changeOrganisation(work, found, draft, parent);
};

const changeOrganisation = async (
  work: RequestContext,
  found: FoundOrganisation,
  draft: InputValidation<OrganisationInput>,
  parent: FoundOrganisation | undefined,
): Promise<Outcome> => {
  const { record } = found;
  const moves = draft.value.parentId !== record.parentId;
  draft.addErrors(organisationFaults(draft.value));
  if (draft.value.kind !== undefined && draft.value.kind !== record.kind) draft.addError("/kind", "fixed");
  if (moves) checkPlace(work, draft, draft.value.kind, parent, record.id);
  const input = draft.valueOrThrow();
  const { id, createdAt, updatedAt } = record;
  const same: Organisation = { ...input, id, visibility: input.visibility ?? "internal", createdAt, updatedAt };
  if (sameContent(same, record)) return { record, version: found.version };
  const after = { ...same, updatedAt: work.now };
  const version = found.version + 1;
  const place = moves ? placeBelow(parent, id, record.kind) : undefined;
  const stored: StoredOrganisation = { record: after, version, home: place?.home ?? found.home };
  const writes = place ? organisationRehung(found, stored, place) : organisationChanged(found, stored);
  return work.commit(writes, { record: after, version });
};

/** Deletes an organisation nothing hangs on. Throws 404, 428, 412, or 409 `in-use`. */
export const deleteOrganisation = async (
  work: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireOrganisation(work, id);
  requireIfMatch(precondition, found.version);
  await work.commit(organisationGone(found), { record: {} });
};
