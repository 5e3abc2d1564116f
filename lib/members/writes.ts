import { loadOrganisationWithTree } from "../organisations/reads.ts";
import type { CommitteeTree } from "../organisations/tree.ts";
import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { type UpsertRequest, upsertByExternalId } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { firstVersion, nextVersion } from "../records/versions.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { createMemberWrites, deleteMemberWrites, memberResult, updateMemberWrites } from "./items.ts";
import { loadMemberWithTree, type MemberWithTree, requireMemberWithTree } from "./reads.ts";
import { checkCell, checkPositions, memberErrors } from "./rules.ts";
import { type MemberDetails, type MemberInput, memberInput } from "./schema.ts";

type Validation = InputValidation<MemberInput>;
type Tree = CommitteeTree | undefined;

/** The tree of the tenant of the cell in an input, if the caller sees the cell. */
const loadTreeOfCell = async (context: RequestContext, { value }: Validation): Promise<Tree> =>
  value.organisationId === undefined
    ? undefined
    : (await loadOrganisationWithTree(context, value.organisationId))?.tree;

const validatedInput = (
  context: RequestContext,
  validation: Validation,
  { tree, before }: { tree: Tree; before?: MemberDetails },
): MemberInput => {
  validation.addErrors(memberErrors(validation.value, context.today));
  checkCell(context.caller, validation, tree);
  // Without a cell the tenant is unknown, and with it the organisations of the positions.
  if (tree) checkPositions(validation, tree, before);
  return validation.valueOrThrow();
};

/** Creates a member. Throws `invalid-input`, or 409 for a number or an external id that is taken. */
export const createMember = async (context: RequestContext, validation: Validation): Promise<Result> =>
  createInTenant(context, validation, await loadTreeOfCell(context, validation));

const createInTenant = async (context: RequestContext, validation: Validation, tree: Tree): Promise<Result> => {
  const input = validatedInput(context, validation, { tree });
  if (!tree) throw new TypeError("A member was accepted without its tenant");
  const stored = firstVersion(context, tree.tenantId, { ...input, history: [] });
  return context.commit(createMemberWrites(stored, tree), { ...memberResult(stored), created: true });
};

/**
 * Corrects the initial state of a member. Throws 404, 428, 412, `invalid-input`, 409 for what is taken, or 409 `erased` for a
 * member whose data is erased.
 */
export const updateMember = async (
  context: RequestContext,
  id: string,
  update: RecordUpdate<MemberInput>,
): Promise<Result> => {
  const found = await requireMemberWithTree(context, id);
  return saveMember(context, found, patchedInput(memberInput, found, update));
};

const saveMember = async (context: RequestContext, found: MemberWithTree, validation: Validation): Promise<Result> => {
  const { record, tree } = found;
  if (record.erasedAt !== undefined) throw new Problem("erased");
  const input = validatedInput(context, validation, { tree, before: record });
  const next = nextVersion(context, found, { ...input, history: record.history });
  if (!next) return memberResult(found);
  return context.commit(updateMemberWrites(found, next, { tree }), memberResult(next));
};

/** Deletes a member created by mistake. Throws 404, 428, 412, or 409 `in-use` if another record refers to the member. */
export const deleteMember = (context: RequestContext, id: string, precondition: Precondition | undefined) =>
  deleteRecord(context, requireMemberWithTree(context, id), {
    precondition,
    writes: (found) => deleteMemberWrites(found, found.tree),
  });

/** Creates or replaces the member of an external id, which is unique in the tenant of the cell. */
export const putMemberByExternalId = (context: RequestContext, request: UpsertRequest<MemberInput>): Promise<Result> =>
  upsertByExternalId(context, "member", request, {
    hintedScope: ({ organisationId }) => (organisationId === undefined ? undefined : tenantIdFromId(organisationId)),
    load: (validation) => loadTreeOfCell(context, validation),
    scopeOf: (tree) => tree?.tenantId,
    find: (id) => loadMemberWithTree(context, id),
    create: (validation, tree) => createInTenant(context, validation, tree),
    replace: (found, validation) => saveMember(context, found, validation),
  });
