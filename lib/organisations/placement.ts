import type { RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import type { AncestorRef } from "../statistics/tally.ts";
import { isTenant } from "./items.ts";
import type { OrganisationWithTree } from "./reads.ts";
import { mayBeChildOf } from "./rules.ts";
import type { OrganisationInput, OrganisationKind } from "./schema.ts";
import { type CommitteeTree, pathTo } from "./tree.ts";

/** Where an organisation hangs: below `parent` in the home of `tree`, or at the top. */
export type Placement = {
  tenantId: string;
  /** Ids from the top down to the parent. */
  path: string[];
  /** The parent and those above it up to the home, for a unit; the parent alone above homes. Empty at the top. */
  above: AncestorRef[];
  /** The tree a unit is entered in; undefined for a home, which has its own. */
  tree: CommitteeTree | undefined;
};

/** The place below a parent (undefined: at the top) of an organisation of that id and kind. */
export const placementBelow = (
  parent: OrganisationWithTree | undefined,
  id: string,
  kind: OrganisationInput["kind"],
): Placement => {
  if (!parent) return { tenantId: id, path: [], above: [], tree: undefined };
  const path = pathTo(parent.tree, parent.record.id);
  if (isTenant(kind)) return { tenantId: id, path, above: parent.chain.slice(0, 1), tree: undefined };
  return { tenantId: parent.tenantId, path, above: parent.chain, tree: parent.tree };
};

/**
 * Adds what is wrong with hanging an organisation of a kind below the parent that a draft names. `id` is its own where it
 * exists already.
 */
export const checkPlacement = (
  context: RequestContext,
  validation: InputValidation<{ parentId?: string | undefined }>,
  kind: OrganisationKind | undefined,
  parent: OrganisationWithTree | undefined,
  id: string | undefined,
): void => {
  const { parentId } = validation.value;
  if (validation.errors.some((fault) => fault.pointer === "/parentId")) return;
  if (parentId === undefined) {
    if (context.caller.organisationId !== null) validation.addError("/parentId", "required");
    else if (kind && !mayBeChildOf(kind, "top")) validation.addError("/parentId", "misplaced-organisation");
    return;
  }
  if (!parent) validation.addError("/parentId", "unknown-reference");
  else if (id !== undefined && pathTo(parent.tree, parentId).includes(id)) validation.addError("/parentId", "cycle");
  else if (kind && !mayBeChildOf(kind, parent.record.kind)) validation.addError("/parentId", "misplaced-organisation");
};
