import { findOrganisation } from "../organisations/find.ts";
import type { HomeTree } from "../organisations/tree.ts";
import type { Draft } from "../shared/draft.ts";
import { allowVersion, demandVersion, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, Work } from "../shared/work.ts";
import { type FoundMember, requireMember } from "./find.ts";
import { inputOf, outcomeOf } from "./items.ts";
import { checkCell, checkPositions } from "./references.ts";
import { memberFaults } from "./rules.ts";
import type { KeptMember, MemberInput } from "./schema.ts";
import { memberChanged, memberGone, memberMade } from "./store.ts";

/** What a PATCH or PUT makes of the beginning that the record has now. */
export type Change = (current: Partial<MemberInput>) => Draft<MemberInput>;

/** The tree of the home that a draft's cell stands in, if the caller sees the cell. */
export const treeOfCell = async (work: Work, draft: Draft<MemberInput>): Promise<HomeTree | undefined> => {
  const { organisationId } = draft.value;
  return organisationId === undefined ? undefined : (await findOrganisation(work, organisationId))?.tree;
};

const settled = (work: Work, draft: Draft<MemberInput>, tree: HomeTree | undefined): MemberInput => {
  draft.add(memberFaults(draft.value, work.today));
  checkCell(work.caller, draft, tree);
  // Where the cell stands nowhere the home is unknown, and with it the organisations of the positions.
  if (tree) checkPositions(draft, tree);
  return draft.settled();
};

/** Makes a member. Throws `invalid-input`, or 409 for a number or an external id that is taken. */
export const createMember = async (work: Work, draft: Draft<MemberInput>): Promise<Outcome> =>
  makeMember(work, draft, await treeOfCell(work, draft));

/** Makes a member in a home whose tree has been looked for. */
export const makeMember = async (
  work: Work,
  draft: Draft<MemberInput>,
  found: HomeTree | undefined,
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
  work: Work,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Outcome> => {
  const found = await requireMember(work, id);
  demandVersion(precondition, found.version);
  return changeMember(work, found, change(inputOf(found.member)));
};

/** Replaces the beginning of a member that was found, as a PUT does. */
export const replaceMember = (
  work: Work,
  found: FoundMember,
  precondition: Precondition | undefined,
  draft: Draft<MemberInput>,
): Promise<Outcome> => {
  allowVersion(precondition, found.version);
  return changeMember(work, found, draft);
};

const changeMember = async (work: Work, found: FoundMember, draft: Draft<MemberInput>): Promise<Outcome> => {
  const { member, tree, home } = found;
  if (member.erasedAt !== undefined) throw new Problem("erased");
  const input = settled(work, draft, tree);
  const complete = { ...input, visibility: input.visibility ?? ("internal" as const) };
  if (sameContent(complete, inputOf(member))) return outcomeOf(found);
  const { id, createdAt, history } = member;
  const after: KeptMember = { ...complete, id, history, createdAt, updatedAt: work.now };
  const stored = { member: after, version: found.version + 1, home };
  return work.commit(memberChanged(found, stored, tree), outcomeOf(stored));
};

/** Deletes a member entered by mistake. Throws 404, 428, 412, or 409 `in-use` once something names the member. */
export const deleteMember = async (
  work: Work,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requireMember(work, id);
  demandVersion(precondition, found.version);
  await work.commit(memberGone(found, found.tree), { record: {} });
};
