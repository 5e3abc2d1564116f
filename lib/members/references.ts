import { type CommitteeTree, chainOf, isFormerDescendantOf, isInSubtree, kindIn } from "../organisations/tree.ts";
import type { Caller } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { MemberInput } from "./schema.ts";

/**
 * Adds what is wrong with the cell that a draft names: one the caller does not see, or no cell.
 * @param tree the home in which it must stand; undefined where no home was found
 */
export const checkCell = (
  caller: Caller,
  validation: InputValidation<{ organisationId?: string | undefined }>,
  tree: CommitteeTree | undefined,
): void => {
  const { organisationId } = validation.value;
  if (organisationId === undefined) return;
  if (!tree || !isInSubtree(caller, tree, organisationId)) validation.addError("/organisationId", "unknown-reference");
  else if (kindIn(tree, organisationId) !== "cell") validation.addError("/organisationId", "wrong-kind");
};

/**
 * Adds what is wrong with the positions of a draft: they are held in the member's home or in a superior of it, as it is now,
 * or as it was when the record began to name it.
 */
export const checkPositions = (
  validation: InputValidation<MemberInput>,
  tree: CommitteeTree,
  before: Pick<MemberInput, "positions"> = {},
): void => {
  const named = new Set(before.positions?.map(({ organisationId }) => organisationId));
  validation.value.positions?.forEach(({ organisationId }, i) => {
    const stands = chainOf(tree, organisationId).length > 0 || isFormerDescendantOf(tree, organisationId);
    if (!stands && !named.has(organisationId))
      validation.addError(`/positions/${i}/organisationId`, "unknown-reference");
  });
};
