import { type AccessScope, accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/access.ts";
import { listByExternalId } from "../organisations/external-id-list.ts";
import { listSubtree, resolveListScope, subtreeOf, subtreeOn } from "../organisations/lists.ts";
import { isVisibleTo, requireOrganisationWithTree } from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound, orNotFound } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { type Filters, isFiltered, listsOf, matchingRecord } from "./filters.ts";
import {
  currentState,
  memberLists,
  memberResult,
  readMember,
  recordIn,
  type StoredMember,
  timelineOf,
} from "./items.ts";
import type { MemberRecord, MembersQuery } from "./schema.ts";
import { stateOn } from "./timeline.ts";

/** A visible member with the tree of its tenant. */
export type MemberWithTree = StoredMember & { tree: CommitteeTree };
export type VisibleMember = StoredMember & AccessScope;

/**
 * Reads a member and the tree of its tenant in one round trip. Undefined if it is absent, now in a cell outside the caller's
 * subtree, or restricted and the caller is no administrator.
 */
export const loadMemberWithTree = async (context: RequestContext, id: string): Promise<MemberWithTree | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.member(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readMember(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  return tree && isMemberVisible(context, stored, tree) ? { ...stored, tree } : undefined;
};

/** Read-only variant: checks access from the token when possible, without the committee tree. */
export const getVisibleMember = async (context: RequestContext, id: string): Promise<VisibleMember | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.member(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readMember(item);
  const scope = await authorize(context, stored.tenantId, currentState(stored.record).organisationId, hinted);
  return scope && isVisibleTo(context.caller, stored.record) ? { ...stored, ...scope } : undefined;
};

export const requireVisibleMember = (context: RequestContext, id: string): Promise<VisibleMember> =>
  orNotFound(getVisibleMember(context, id));

/** Whether the caller may see a member, by the tree of its tenant. */
export const isMemberVisible = (context: RequestContext, { record }: StoredMember, tree: CommitteeTree): boolean =>
  isVisibleTo(context.caller, record) && isInSubtree(context.caller, tree, currentState(record).organisationId);

export const requireMemberWithTree = (context: RequestContext, id: string): Promise<MemberWithTree> =>
  orNotFound(loadMemberWithTree(context, id));

/** A member as of today or of a day. Throws 404, also for a day before the timeline begins. */
export const getMember = async (context: RequestContext, id: string, asOf: Day | undefined): Promise<Result> => {
  const found = await requireVisibleMember(context, id);
  if (asOf === undefined) return memberResult(found);
  const state = stateOn(timelineOf(found.record), asOf);
  if (!state) throw notFound();
  return { record: recordIn(state, found.record) };
};

/** Members of a subtree by name. Throws 404. */
export const listMembers = async (
  context: RequestContext,
  query: MembersQuery,
  request: PageRequest,
): Promise<Page<MemberRecord>> => {
  const id = resolveListScope(context, query.organisationId);
  if (id === undefined) return { items: [], next: undefined };
  const { organisationId: _, limit: __, cursor: ___, ...asked } = query;
  const filters = { ...asked, today: context.today };
  const { externalId, asOf } = filters;
  if (externalId !== undefined) return listOfExternalId(context, id, { ...filters, externalId });
  if (asOf !== undefined) return listOfDay(context, id, { request, filters, day: asOf });
  return listSubtree(context, id, request, {
    list: listsOf(filters),
    keep: (item) => matchingRecord(readMember(item).record, filters),
    filtered: isFiltered(filters),
  });
};

/** Members of a day: those who left or came since are in other lists of the tenant, so all of them are filtered. */
const listOfDay = async (
  context: RequestContext,
  id: string,
  { request, filters, day }: { request: PageRequest; filters: Filters; day: Day },
): Promise<Page<MemberRecord>> => {
  const covered = requireOrganisationWithTree(context, id);
  const keep = covered.then((found): ItemMapper<MemberRecord> => {
    const subtree = subtreeOn(found, day);
    return (item) => {
      const stored = readMember(item);
      const record = matchingRecord(stored.record, filters);
      // Visibility depends on the member's cell of today.
      const isListed = record && subtree.has(record.organisationId) && isMemberVisible(context, stored, found.tree);
      return isListed ? record : undefined;
    };
  });
  const read = (tenantId: string) => {
    const partitions = Object.values(memberLists).map((list) => lists.inTenant(tenantId, list));
    const ranges = partitions.map((partition) => ({ index: "byTenant", partition }) as const);
    return readPage(context.table, ranges, request, keep, true);
  };
  const page = await read(tenantIdFromId(id));
  const { tenantId } = await covered;
  return tenantId === tenantIdFromId(id) ? page : read(tenantId);
};

const listOfExternalId = (
  context: RequestContext,
  organisationId: string,
  filters: Filters & { externalId: string },
): Promise<Page<MemberRecord>> => {
  const { asOf, externalId } = filters;
  return listByExternalId(
    context,
    "member",
    { organisationId, externalId },
    {
      find: (id) => getVisibleMember(context, id),
      ownerOf: ({ record, tenantId }) => ({
        tenantId,
        organisationId: matchingRecord(record, filters)?.organisationId ?? "",
      }),
      show: ({ record }) => matchingRecord(record, filters),
      subtree: async (covered) => {
        if (asOf === undefined) return subtreeOf(context, covered);
        const subtree = subtreeOn(await requireOrganisationWithTree(context, organisationId), asOf);
        return (owner) => subtree.has(owner.organisationId);
      },
    },
  );
};
