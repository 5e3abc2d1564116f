import { type CommitteeTree, chainOf, isFormerDescendantOf, kindIn } from "../organisations/tree.ts";
import type { Conferrer } from "../rules/award-authority.ts";

/** Whether an organisation may stand for who confers an award of another: that one itself, or one above it, now or before it moved. */
export const mayConfer = (tree: CommitteeTree, conferredBy: string, organisationId: string): boolean =>
  isFormerDescendantOf(tree, conferredBy) ||
  chainOf(tree, organisationId).some((link) => link.organisationId === conferredBy);

/** What confers, as the rules know it: a cell directly under a superior committee is a grassroots cell. */
export const conferrerOf = (tree: CommitteeTree, conferredBy: string): Conferrer => {
  const kind = kindIn(tree, conferredBy) ?? "superior-committee";
  return kind === "cell" && tree.kind === "superior-committee" ? "grassroots-cell" : kind;
};
