import { loadOrganisationWithTree } from "../organisations/reads.ts";
import type { CommitteeTree } from "../organisations/tree.ts";
import { type External, withExternalId } from "../records/external-ids.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { sameContent } from "../shared/merge-patch.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { createMemberWrites, deleteMemberWrites, inputOf, resultOf, updateMemberWrites } from "./items.ts";
import { loadMemberWithTree, type MemberWithTree, requireMemberWithTree } from "./reads.ts";
import { checkCell, checkPositions, memberErrors } from "./rules.ts";
import type { MemberDetails, MemberInput } from "./schema.ts";

/** What a PATCH or PUT makes of the beginning that the record has now. */
export type MemberChange = (current: Partial<MemberInput>) => InputValidation<MemberInput>;

/** The tree of the home that a draft's cell stands in, if the caller sees the cell. */
export const loadTreeOfCell = async (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
): Promise<CommitteeTree | undefined> => {
  const { organisationId } = validation.value;
  return organisationId === undefined ? undefined : (await loadOrganisationWithTree(context, organisationId))?.tree;
};

const validatedInput = (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
  tree: CommitteeTree | undefined,
  before?: MemberDetails,
): MemberInput => {
  validation.addErrors(memberErrors(validation.value, context.today));
  checkCell(context.caller, validation, tree);
  // Where the cell stands nowhere the home is unknown, and with it the organisations of the positions.
  if (tree) checkPositions(validation, tree, before);
  return validation.valueOrThrow();
};

/** Makes a member. Throws `invalid-input`, or 409 for a number or an external id that is taken. */
export const createMember = async (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
): Promise<Result> => createInTenant(context, validation, await loadTreeOfCell(context, validation));

/** Makes a member in a home whose tree has been looked for. */
export const createInTenant = async (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
  found: CommitteeTree | undefined,
): Promise<Result> => {
  const input = validatedInput(context, validation, found);
  const tree = found ?? missing();
  const member: MemberDetails = {
    ...input,
    id: context.newId(tree.tenantId),
    visibility: input.visibility ?? "internal",
    history: [],
    createdAt: context.now,
    updatedAt: context.now,
  };
  const stored = { member, version: 1, tenantId: tree.tenantId };
  return context.commit(createMemberWrites(stored, tree), { ...resultOf(stored), created: true });
};

const missing = (): never => {
  throw new TypeError("A member was accepted without its home");
};

/**
 * Corrects the beginning of a member's story. Throws 404, 428, 412, `invalid-input`, or 409 for what is taken, and `erased`
 * for whom nothing personal may be kept any more.
 */
export const updateMember = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: MemberChange,
): Promise<Result> => {
  const found = await requireMemberWithTree(context, id);
  requireIfMatch(precondition, found.version);
  return changeMember(context, found, change(inputOf(found.member)));
};

/** Replaces the beginning of a member that was found, as a PUT does. */
export const replaceMember = (
  context: RequestContext,
  found: MemberWithTree,
  precondition: Precondition | undefined,
  validation: InputValidation<MemberInput>,
): Promise<Result> => {
  checkIfMatch(precondition, found.version);
  return changeMember(context, found, validation);
};

const changeMember = async (
  context: RequestContext,
  found: MemberWithTree,
  validation: InputValidation<MemberInput>,
): Promise<Result> => {
  const { member, tree, tenantId } = found;
  if (member.erasedAt !== undefined) throw new Problem("erased");
  const input = validatedInput(context, validation, tree, member);
  const complete = { ...input, visibility: input.visibility ?? ("internal" as const) };
  if (sameContent(complete, inputOf(member))) return resultOf(found);
  const { id, createdAt, history } = member;
  const after: MemberDetails = { ...complete, id, history, createdAt, updatedAt: context.now };
  const stored = { member: after, version: found.version + 1, tenantId };
  return context.commit(updateMemberWrites(found, stored, tree), resultOf(stored));
};

/** Deletes a member entered by mistake. Throws 404, 428, 412, or 409 `in-use` once something names the member. */
export const deleteMember = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireMemberWithTree(context, id);
  requireIfMatch(precondition, found.version);
  await context.commit(deleteMemberWrites(found, found.tree), { record: {} });
};

/** Whether another PUT was faster: a moment ago there was no such member, or an older version of it. */
const isOvertakenByPut = ({ code, details }: Problem) =>
  code === "stale" || code === "write-conflict" || (code === "duplicate-external-id" && details.existing !== undefined);

/**
 * The member of an external id, made or replaced: guard and cell are read first, then the member, then all is written.
 * The cell says which home the external id belongs to. Throws 404 for what can be no external id, `invalid-input`, 412, 409.
 */
export const putMemberByExternalId = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  body: InputValidation<MemberInput>,
): Promise<Result> => {
  const validation = withExternalId(body, external);
  return retryOnConflict(
    (refusal) => !precondition && isOvertakenByPut(refusal),
    () => putOnce(context, external, precondition, validation),
  );
};

const putOnce = async (
  context: RequestContext,
  external: External,
  precondition: Precondition | undefined,
  validation: InputValidation<MemberInput>,
): Promise<Result> => {
  const guardIn = (tenantId: string) =>
    context.table.get(keys.externalId(tenantId, "member", external.source, external.externalId));
  const { organisationId } = validation.value;
  const hinted = organisationId === undefined ? undefined : tenantIdFromId(organisationId);
  const [tree, hintedGuard] = await Promise.all([
    loadTreeOfCell(context, validation),
    hinted === undefined ? undefined : guardIn(hinted),
  ]);
  const guard = tree && tree.tenantId !== hinted ? await guardIn(tree.tenantId) : hintedGuard;
  if (!guard || !tree) {
    checkIfMatch(precondition, undefined);
    return createInTenant(context, validation, tree);
  }
  const found = await loadMemberWithTree(context, String(guard.id));
  if (!found) throw new Problem("duplicate-external-id");
  return replaceMember(context, found, precondition, validation);
};
