import { findOrganisation } from "../organisations/find.ts";
import type { CommitteeTree } from "../organisations/tree.ts";
import type { InputValidation } from "../shared/draft.ts";
import { checkIfMatch, type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
import { type FoundMember, requireMember } from "./find.ts";
import { inputOf, outcomeOf } from "./items.ts";
import { checkCell, checkPositions } from "./references.ts";
import { memberFaults } from "./rules.ts";
import type { KeptMember, MemberInput } from "./schema.ts";
import { memberChanged, memberGone, memberMade } from "./store.ts";

/** What a PATCH or PUT makes of the beginning that the record has now. */
export type Change = (current: Partial<MemberInput>) => InputValidation<MemberInput>;

/** The tree of the home that a draft's cell stands in, if the caller sees the cell. */
export const treeOfCell = async (
  work: RequestContext,
  draft: InputValidation<MemberInput>,
): Promise<CommitteeTree | undefined> => {
  const { organisationId } = draft.value;
  return organisationId === undefined ? undefined : (await findOrganisation(work, organisationId))?.tree;
};

const settled = (
  work: RequestContext,
  draft: InputValidation<MemberInput>,
  tree: CommitteeTree | undefined,
  before?: KeptMember,
): MemberInput => {
  draft.addErrors(memberFaults(draft.value, work.today));
  checkCell(work.caller, draft, tree);
  // Where the cell stands nowhere the home is unknown, and with it the organisations of the positions.
  if (tree) checkPositions(draft, tree, before);
  return draft.valueOrThrow();
};

/** Makes a member. Throws `invalid-input`, or 409 for a number or an external id that is taken. */
export const createMember = async (work: RequestContext, draft: InputValidation<MemberInput>): Promise<Outcome> =>
  makeMember(work, draft, await treeOfCell(work, draft));

/** Makes a member in a home whose tree has been looked for. */
export const makeMember = async (
  work: RequestContext,
  draft: InputValidation<MemberInput>,
  found: CommitteeTree | undefined,
): Promise<Outcome> => {
  const input = settled(work, draft, found);
  const tree = found ?? missing();
  const member: KeptMember = {
    ...input,
    id: work.newId(tree.homeId),
    visibility: input.visibility ?? "internal",
    history: [],
    createdAt: work.now,
    updatedAt: work.now,
  };
  const stored = { member, version: 1, home: tree.homeId };
  return work.commit(memberMade(stored, tree), { ...outcomeOf(stored), made: true });
};

const missing = (): never => {
  throw new TypeError("A member was accepted without its home");
};

/**
 * Corrects the beginning of a member's story. Throws 404, 428, 412, `invalid-input`, or 409 for what is taken, and `erased`
 * for whom nothing personal may be kept any more.
 */
export const updateMember = async (
  work: RequestContext,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Outcome> => {
  const found = await requireMember(work, id);
  requireIfMatch(precondition, found.version);
  return changeMember(work, found, change(inputOf(found.member)));
};

/** Replaces the beginning of a member that was found, as a PUT does. */
export const replaceMember = (
  work: RequestContext,
  found: FoundMember,
  precondition: Precondition | undefined,
  draft: InputValidation<MemberInput>,
): Promise<Outcome> => {
  checkIfMatch(precondition, found.version);
  return changeMember(work, found, draft);
};

const changeMember = async (
  work: RequestContext,
  found: FoundMember,
  draft: InputValidation<MemberInput>,
): Promise<Outcome> => {
  const { member, tree, home } = found;
  if (member.erasedAt !== undefined) throw new Problem("erased");
  const input = settled(work, draft, tree, member);
  const complete = { ...input, visibility: input.visibility ?? ("internal" as const) };
  if (sameContent(complete, inputOf(member))) return outcomeOf(found);
  const { id, createdAt, history } = member;
  const after: KeptMember = { ...complete, id, history, createdAt, updatedAt: work.now };
  const stored = { member: after, version: found.version + 1, home };
  return work.commit(memberChanged(found, stored, tree), outcomeOf(stored));
};

/** Deletes a member entered by mistake. Throws 404, 428, 412, or 409 `in-use` once something names the member. */
export const deleteMember = async (
  work: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireMember(work, id);
  requireIfMatch(precondition, found.version);
  await work.commit(memberGone(found, found.tree), { record: {} });
};
