import type { Caller, RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Item, Key } from "../table/write.ts";
import { type CommitteeTree, isInSubtree, readTree } from "./tree.ts";

/** The tree of a home; `hinted` is the one that was read along because an id hinted at it. */
export const loadCommitteeTree = async (
  context: Pick<RequestContext, "table">,
  tenantId: string,
  hinted: Item | undefined,
): Promise<CommitteeTree | undefined> => {
  const item = hinted && hinted.tenantId === tenantId ? hinted : await context.table.get(keys.tree(tenantId));
  return item ? readTree(item) : undefined;
};

/** Whether the caller's token alone tells that all of a home is in reach: it is the caller's own, or the caller the root's. */
const coversTenant = ({ organisationId }: Caller, tenantId: string): boolean =>
  organisationId === null || organisationId === tenantId;

/** What is read beside a record so that its reach is known: the tree its id hints at, unless the token tells. */
export const accessCheckKeys = (caller: Caller, id: string): Key[] =>
  coversTenant(caller, tenantIdFromId(id)) ? [] : [keys.tree(tenantIdFromId(id))];

/** That a caller reaches something: by the tree of its home, or without one by the token alone. */
export type AccessScope = { tree: CommitteeTree | undefined };

/**
 * Whether and how the caller reaches the organisation that a record belongs to, where the record was read together with
 * `keysOfReach`. Reads again only where the record has moved to another home than its id hints at.
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

/** Where a record stands. */
export type RecordOwner = { tenantId: string; organisationId: string };

/**
 * Tells what of some homes the caller reaches. Reads in one wave the trees that it takes, those that are known apart.
 */
export const accessCheck = async (
  context: RequestContext,
  tenantIds: readonly string[],
  known: readonly (CommitteeTree | undefined)[],
): Promise<(placed: RecordOwner) => boolean> => {
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
