import type { Caller, RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Item, Key } from "../table/write.ts";
import { type CommitteeTree, isInSubtree, readTree } from "./tree.ts";

/** The tree of a tenant. `hinted` is the tree that an id pointed to and that was read in the same batch. */
export const loadCommitteeTree = async (
  context: Pick<RequestContext, "table">,
  tenantId: string,
  hinted: Item | undefined,
): Promise<CommitteeTree | undefined> => {
  const item = hinted && hinted.tenantId === tenantId ? hinted : await context.table.get(keys.tree(tenantId));
  return item ? readTree(item) : undefined;
};

/** Whether the token alone proves access to a complete tenant: it is the caller's own, or the caller is of the root. */
const coversTenant = ({ organisationId }: Caller, tenantId: string): boolean =>
  organisationId === null || organisationId === tenantId;

/** Keys to read with a record to check access: the tree its id points to, unless the token is enough. */
export const accessCheckKeys = (caller: Caller, id: string): Key[] =>
  coversTenant(caller, tenantIdFromId(id)) ? [] : [keys.tree(tenantIdFromId(id))];

/** Proof of access: the tree of the tenant, or `undefined` where the token is enough. */
export type AccessScope = { tree: CommitteeTree | undefined };

/**
 * Checks access to the organisation of a record that was read with `accessCheckKeys`. Reads again only if the record is now
 * in another tenant than its id points to.
 */
export const authorize = async (
  context: Pick<RequestContext, "table" | "caller">,
  tenantId: string,
  organisationId: string,
  hinted: Item | undefined,
): Promise<AccessScope | undefined> => {
  if (coversTenant(context.caller, tenantId)) return { tree: undefined };
  const tree = await loadCommitteeTree(context, tenantId, hinted);
  return tree && isInSubtree(context.caller, tree, organisationId) ? { tree } : undefined;
};

/** The owner of a record. */
export type RecordOwner = { tenantId: string; organisationId: string };

/** A check of access to records of several tenants. Reads the missing trees in one batch. */
export const accessCheck = async (
  context: RequestContext,
  tenantIds: readonly string[],
  known: readonly (CommitteeTree | undefined)[],
): Promise<(owner: RecordOwner) => boolean> => {
  const trees = new Map(known.flatMap((tree): [string, CommitteeTree][] => (tree ? [[tree.tenantId, tree]] : [])));
  const wanted = new Set(
    tenantIds.filter((tenantId) => !coversTenant(context.caller, tenantId) && !trees.has(tenantId)),
  );
  for (const item of await context.table.getMany([...wanted].map(keys.tree)))
    if (item) trees.set(String(item.tenantId), readTree(item));
  return ({ tenantId, organisationId }) => {
    const tree = trees.get(tenantId);
    return (
      coversTenant(context.caller, tenantId) ||
      (tree !== undefined && isInSubtree(context.caller, tree, organisationId))
    );
  };
};
