import { chainOf, type HomeTree, hasStoodUnder, kindIn, mayReach } from "../organisations/tree.ts";
import type { Draft } from "../shared/draft.ts";
import type { Caller } from "../shared/work.ts";
import type { MemberInput } from "./schema.ts";

/**
 * Adds what is wrong with the cell that a draft names: one the caller does not see, or no cell.
 * @param tree the home in which it must stand; undefined where no home was found
 */
export const checkCell = (
  caller: Caller,
  draft: Draft<{ organisationId?: string | undefined }>,
  tree: HomeTree | undefined,
): void => {
  const { organisationId } = draft.value;
  if (organisationId === undefined) return;
  if (!tree || !mayReach(caller, tree, organisationId)) draft.fault("/organisationId", "unknown-reference");
  else if (kindIn(tree, organisationId) !== "cell") draft.fault("/organisationId", "wrong-kind");
};

/**
 * Adds what is wrong with the positions of a draft: they are held in the member's home or in a superior of it, as it is now,
 * or as it was when the record began to name it.
 */
export const checkPositions = (
  draft: Draft<MemberInput>,
  tree: HomeTree,
  before: Pick<MemberInput, "positions"> = {},
): void => {
  const named = new Set(before.positions?.map(({ organisationId }) => organisationId));
  draft.value.positions?.forEach(({ organisationId }, i) => {
    const stands = chainOf(tree, organisationId).length > 0 || hasStoodUnder(tree, organisationId);
    if (!stands && !named.has(organisationId)) draft.fault(`/positions/${i}/organisationId`, "unknown-reference");
  });
};
