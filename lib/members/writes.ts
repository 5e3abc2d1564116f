import { findOrganisation } from "../organisations/reads.ts";
import type { CommitteeTree } from "../organisations/tree.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { inputOf, outcomeOf } from "./items.ts";
import { type FoundMember, requireMember } from "./reads.ts";
import { checkCell, checkPositions } from "./references.ts";
import { memberFaults } from "./rules.ts";
import type { KeptMember, MemberInput } from "./schema.ts";
import { memberChanged, memberGone, memberMade } from "./store.ts";

/** What a PATCH or PUT makes of the beginning that the record has now. */
export type Change = (current: Partial<MemberInput>) => InputValidation<MemberInput>;

/** The tree of the home that a draft's cell stands in, if the caller sees the cell. */
export const treeOfCell = async (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
): Promise<CommitteeTree | undefined> => {
  const { organisationId } = validation.value;
  return organisationId === undefined ? undefined : (await findOrganisation(context, organisationId))?.tree;
};

const settled = (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
  tree: CommitteeTree | undefined,
  before?: KeptMember,
): MemberInput => {
  validation.addErrors(memberFaults(validation.value, context.today));
  checkCell(context.caller, validation, tree);
  // Where the cell stands nowhere the home is unknown, and with it the organisations of the positions.
  if (tree) checkPositions(validation, tree, before);
  return validation.valueOrThrow();
};

/** Makes a member. Throws `invalid-input`, or 409 for a number or an external id that is taken. */
export const createMember = async (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
): Promise<Result> => makeMember(context, validation, await treeOfCell(context, validation));

/** Makes a member in a home whose tree has been looked for. */
export const makeMember = async (
  context: RequestContext,
  validation: InputValidation<MemberInput>,
  found: CommitteeTree | undefined,
): Promise<Result> => {
  const input = settled(context, validation, found);
  const tree = found ?? missing();
  const member: KeptMember = {
    ...input,
    id: context.newId(tree.tenantId),
    visibility: input.visibility ?? "internal",
    history: [],
    createdAt: context.now,
    updatedAt: context.now,
  };
  const stored = { member, version: 1, tenantId: tree.tenantId };
  return context.commit(memberMade(stored, tree), { ...outcomeOf(stored), created: true });
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
  change: Change,
): Promise<Result> => {
  const found = await requireMember(context, id);
  requireIfMatch(precondition, found.version);
  return changeMember(context, found, change(inputOf(found.member)));
};

/** Replaces the beginning of a member that was found, as a PUT does. */
export const replaceMember = (
  context: RequestContext,
  found: FoundMember,
  precondition: Precondition | undefined,
  validation: InputValidation<MemberInput>,
): Promise<Result> => {
  checkIfMatch(precondition, found.version);
  return changeMember(context, found, validation);
};

const changeMember = async (
  context: RequestContext,
  found: FoundMember,
  validation: InputValidation<MemberInput>,
): Promise<Result> => {
  const { member, tree, tenantId } = found;
  if (member.erasedAt !== undefined) throw new Problem("erased");
  const input = settled(context, validation, tree, member);
  const complete = { ...input, visibility: input.visibility ?? ("internal" as const) };
  if (sameContent(complete, inputOf(member))) return outcomeOf(found);
  const { id, createdAt, history } = member;
  const after: KeptMember = { ...complete, id, history, createdAt, updatedAt: context.now };
  const stored = { member: after, version: found.version + 1, tenantId };
  return context.commit(memberChanged(found, stored, tree), outcomeOf(stored));
};

/** Deletes a member entered by mistake. Throws 404, 428, 412, or 409 `in-use` once something names the member. */
export const deleteMember = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireMember(context, id);
  requireIfMatch(precondition, found.version);
  await context.commit(memberGone(found, found.tree), { record: {} });
};
