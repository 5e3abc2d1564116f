import type { RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { mayBeChildOf } from "./rules.ts";
import { isTenantKind, type OrganisationKind } from "./schema.ts";
import type { OrganisationWithTree } from "./tree.ts";
import { type Placement, pathTo } from "./tree.ts";

/** The placement of an organisation below a parent (undefined: at the top). */
export const placementBelow = (
  parent: OrganisationWithTree | undefined,
  id: string,
  kind: OrganisationKind,
): Placement => {
  if (!parent) return { tenantId: id, path: [], above: [], tree: undefined };
  const path = pathTo(parent.tree, parent.record.id);
  if (isTenantKind(kind)) return { tenantId: id, path, above: parent.chain.slice(0, 1), tree: undefined };
  return { tenantId: parent.tenantId, path, above: parent.chain, tree: parent.tree };
};

/** Adds the errors of `parentId`. `id` is that of an existing organisation, which must not be above the parent. */
export const checkPlacement = (
  context: RequestContext,
  validation: InputValidation<{ parentId?: string | undefined }>,
  { parent, kind, id }: { parent: OrganisationWithTree | undefined; kind?: OrganisationKind | undefined; id?: string },
): void => {
  const { parentId } = validation.value;
  if (validation.errors.some(({ pointer }) => pointer === "/parentId")) return;
  if (parentId === undefined) {
    if (context.caller.organisationId !== null) validation.addError("/parentId", "required");
    else if (kind && !mayBeChildOf(kind, "top")) validation.addError("/parentId", "misplaced-organisation");
    return;
  }
  if (!parent) validation.addError("/parentId", "unknown-reference");
  else if (id !== undefined && pathTo(parent.tree, parentId).includes(id)) validation.addError("/parentId", "cycle");
  else if (kind && !mayBeChildOf(kind, parent.record.kind)) validation.addError("/parentId", "misplaced-organisation");
};
