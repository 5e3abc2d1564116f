import type { Caller, RequestContext, Result } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound, orNotFound } from "../shared/problem.ts";
import { figuresOf } from "../statistics/reads.ts";
import type { Statistics } from "../statistics/schema.ts";
import { keys } from "../table/keys.ts";
import { readMany } from "../table/read-all.ts";
import { type AccessScope, accessCheckKeys, authorize, loadCommitteeTree } from "./access.ts";
import { readCounts } from "./counts.ts";
import { readOrganisation } from "./items.ts";
import type { Organisation } from "./schema.ts";
import { chainOf, isInSubtree, type OrganisationWithTree, pathTo, readTree, type StoredOrganisation } from "./tree.ts";

/** A visible organisation; its tree was read only if the token was not enough. */
export type VisibleOrganisation = StoredOrganisation & AccessScope;

/** Whether the visibility of a record admits a caller. */
export const isVisibleTo = (caller: Caller, record: { visibility: Organisation["visibility"] }) =>
  record.visibility !== "restricted" || caller.scopes.includes("dangbo/admin");

/**
 * Reads an organisation and its tree in one round trip. Undefined if it is absent, outside the caller's subtree, or
 * restricted and the caller is no administrator.
 */
export const loadOrganisationWithTree = async (
  context: RequestContext,
  id: string,
): Promise<OrganisationWithTree | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.organisation(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readOrganisation(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  if (!tree || !isInSubtree(context.caller, tree, id) || !isVisibleTo(context.caller, stored.record)) return undefined;
  return { ...stored, tree, chain: chainOf(tree, id) };
};

/** The ids of those organisations that are restricted and so hidden from the caller. Administrators need no read. */
export const hiddenOrganisations = async (
  { table, caller }: Pick<RequestContext, "table" | "caller">,
  ids: readonly (string | undefined)[],
): Promise<ReadonlySet<string>> => {
  if (isVisibleTo(caller, { visibility: "restricted" })) return new Set();
  const named = [...new Set(ids)].filter((id) => id !== undefined);
  const items = await readMany(table, named.map(keys.organisation));
  return new Set(named.filter((_, i) => items[i] && !isVisibleTo(caller, readOrganisation(items[i]).record)));
};

/** Read-only variant: checks access from the token when possible, without the committee tree. One round trip. */
export const getVisibleOrganisation = async (
  context: RequestContext,
  id: string,
): Promise<VisibleOrganisation | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.organisation(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readOrganisation(item);
  const scope = await authorize(context, stored.tenantId, id, hinted);
  return scope && isVisibleTo(context.caller, stored.record) ? { ...stored, ...scope } : undefined;
};

export const requireVisibleOrganisation = (context: RequestContext, id: string): Promise<VisibleOrganisation> =>
  orNotFound(getVisibleOrganisation(context, id));

export const requireOrganisationWithTree = (context: RequestContext, id: string): Promise<OrganisationWithTree> =>
  orNotFound(loadOrganisationWithTree(context, id));

/** Statistics of an organisation as of a day, in one round trip. Throws 404. */
export const getStatistics = async (
  context: RequestContext,
  organisationId: string,
  asOf: Day = context.today,
): Promise<Result> => {
  const countsIn = (tenantId: string) => readCounts(context.table, { organisationId, tenantId, day: asOf });
  const hinted = tenantIdFromId(organisationId);
  const [found, { tenantId }] = await Promise.all([
    countsIn(hinted),
    requireVisibleOrganisation(context, organisationId),
  ]);
  const counts = tenantId === hinted ? found : await countsIn(tenantId);
  const record: Statistics = { organisationId, asOf, computedAt: context.now, ...figuresOf(counts) };
  return { record };
};

/** A visible organisation; of one above the caller only kind and name. Throws 404. */
export const getOrganisation = async (context: RequestContext, id: string): Promise<Result> => {
  const isAbove = context.caller.path.includes(id) && context.caller.organisationId !== id;
  const found = isAbove ? undefined : await getVisibleOrganisation(context, id);
  // The path in a token is that of its issue: the organisation may have moved since.
  return found ? { record: found.record, version: found.version } : { record: await nameOfSuperior(context, id) };
};

const nameOfSuperior = async (context: RequestContext, id: string): Promise<Organisation> => {
  const own = context.caller.organisationId;
  if (own === null || own === id || !isId(id)) throw notFound();
  const [item, tree] = await context.table.getMany([keys.organisation(id), keys.tree(tenantIdFromId(own))]);
  const record = item ? readOrganisation(item).record : undefined;
  const isAbove = tree && pathTo(readTree(tree), own).includes(id);
  if (!record || !isAbove || !isVisibleTo(context.caller, record)) throw notFound();
  const { kind, name, visibility, createdAt, updatedAt } = record;
  return { id, kind, name, visibility, createdAt, updatedAt };
};
