import {
  type AccessScope,
  accessCheckKeys,
  authorize,
  loadCommitteeTree,
  type RecordOwner,
} from "../organisations/access.ts";
import { listSubtree, resolveListScope, subtreeOf, subtreeOn } from "../organisations/lists.ts";
import {
  isVisibleTo,
  requireOrganisationWithTree,
  requireVisibleOrganisation,
  type VisibleOrganisation,
} from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { matchesSearch } from "../shared/search.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { currentState, memberLists, readMember, recordIn, resultOf, type StoredMember, timelineOf } from "./items.ts";
import type { MemberDetails, MemberRecord, MembersQuery } from "./schema.ts";
import { isCounted, type State, stateOn } from "./timeline.ts";

/** A member the caller sees, with the tree of its home. */
export type MemberWithTree = StoredMember & { tree: CommitteeTree };
export type VisibleMember = StoredMember & AccessScope;

/**
 * Finds a member in one round trip. Undefined where it is absent, now in a cell outside the caller's subtree, or
 * restricted and the caller no administrator.
 */
export const loadMemberWithTree = async (context: RequestContext, id: string): Promise<MemberWithTree | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.member(id), keys.tree(tenantIdFromId(id))]);
  return item && seen(context, item, hinted);
};

const seen = async (
  context: RequestContext,
  item: Item,
  hinted: Item | undefined,
): Promise<MemberWithTree | undefined> => {
  const stored = readMember(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  if (!tree || !isMemberVisible(context, stored, tree)) return undefined;
  return { ...stored, tree };
};

/** The same for who needs no more of the tree than that the caller sees the member, which the token may tell. */
export const getVisibleMember = async (context: RequestContext, id: string): Promise<VisibleMember | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.member(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readMember(item);
  const reach = await authorize(context, stored.tenantId, currentState(stored.member).organisationId, hinted);
  return reach && isVisibleTo(context.caller, stored.member) ? { ...stored, ...reach } : undefined;
};

/** The same. Throws 404 where the caller does not see the member. */
export const requireVisibleMember = async (context: RequestContext, id: string): Promise<VisibleMember> => {
  const seen = await getVisibleMember(context, id);
  if (!seen) throw notFound();
  return seen;
};

/** Whether the caller sees a member of a home whose tree is known. */
export const isMemberVisible = (context: RequestContext, { member }: StoredMember, tree: CommitteeTree): boolean =>
  isVisibleTo(context.caller, member) && isInSubtree(context.caller, tree, currentState(member).organisationId);

export const requireMemberWithTree = async (context: RequestContext, id: string): Promise<MemberWithTree> => {
  const found = await loadMemberWithTree(context, id);
  if (!found) throw notFound();
  return found;
};

/** A member in the state of today, or of a day. Throws 404, also for a day before the beginning of the story. */
export const getMember = async (context: RequestContext, id: string, asOf: Day | undefined): Promise<Result> => {
  const found = await requireVisibleMember(context, id);
  if (asOf === undefined) return resultOf(found);
  const state = stateOn(timelineOf(found.member), asOf);
  if (!state) throw notFound();
  return { record: recordIn(state, found.member) };
};

type Filters = Pick<MembersQuery, "standing" | "q" | "asOf">;

/** The state that a list asks about, if the member is one it asks for; without `standing` those who have left are not. */
const wanted = (member: MemberDetails, { standing, q, asOf }: Filters): State | undefined => {
  if (q !== undefined && !matchesSearch(q, member.fullName)) return undefined;
  const state = asOf === undefined ? currentState(member) : stateOn(timelineOf(member), asOf);
  if (!state) return undefined;
  return (standing === undefined ? isCounted(state) : state.standing === standing) ? state : undefined;
};

/** Members of a subtree by name. Throws 404 where the caller does not see the organisation. */
export const listMembers = async (
  context: RequestContext,
  query: MembersQuery,
  request: PageRequest,
): Promise<Page<MemberRecord>> => {
  if (query.externalId !== undefined) return byExternalId(context, query, query.externalId);
  if (query.asOf !== undefined) return listOfDay(context, query, request);
  const keep: ItemMapper<MemberRecord> = (item) => {
    const { member } = readMember(item);
    const state = wanted(member, query);
    return state && recordIn(state, member);
  };
  const list = query.standing === "former" ? memberLists.former : memberLists.current;
  const filtered = query.q !== undefined || (query.standing !== undefined && query.standing !== "former");
  return listSubtree(context, query.organisationId, request, { list, keep, filtered });
};

/** The record of a member as a list of those below an organisation shows it, if it does. */
const shownBelow = (isBelow: (placed: RecordOwner) => boolean, filters: Filters) => {
  return ({ member, tenantId }: StoredMember): MemberRecord | undefined => {
    const state = wanted(member, filters);
    const shown = state && isBelow({ tenantId, organisationId: state.organisationId });
    return shown ? recordIn(state, member) : undefined;
  };
};

/** Members of a day: those who have left since, or come from elsewhere, are found in the lists of the whole home. */
const listOfDay = async (
  context: RequestContext,
  query: MembersQuery,
  request: PageRequest,
): Promise<Page<MemberRecord>> => {
  const id = resolveListScope(context, query.organisationId);
  if (id === undefined) return { items: [], next: undefined };
  const covered = requireOrganisationWithTree(context, id);
  const keep = covered.then((found): ItemMapper<MemberRecord> => {
    const below = subtreeOn(found, query.asOf ?? context.today);
    const shown = shownBelow(({ organisationId }) => below.has(organisationId), query);
    return (item) => {
      const stored = readMember(item);
      // The caller must see the member as it is today.
      return isMemberVisible(context, stored, found.tree) ? shown(stored) : undefined;
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

/** The one member of an external id: the guard is read beside the organisation, then the member. */
const byExternalId = async (
  context: RequestContext,
  query: MembersQuery,
  named: string,
): Promise<Page<MemberRecord>> => {
  const id = resolveListScope(context, query.organisationId);
  if (id === undefined) return { items: [], next: undefined };
  const [source = "", externalId = ""] = named.split(":");
  const guardIn = (tenantId: string) => context.table.get(keys.externalId(tenantId, "member", source, externalId));
  const [covered, hinted] = await Promise.all([requireVisibleOrganisation(context, id), guardIn(tenantIdFromId(id))]);
  const guard = covered.tenantId === tenantIdFromId(id) ? hinted : await guardIn(covered.tenantId);
  const found = guard && (await getVisibleMember(context, String(guard.id)));
  const record = found && shownBelow(await belowOf(context, id, query, covered), query)(found);
  return { items: record ? [record] : [], next: undefined };
};

/** Tells who was below an organisation on the day that a list asks about. */
const belowOf = async (context: RequestContext, id: string, { asOf }: Filters, covered: VisibleOrganisation) => {
  if (asOf === undefined) return subtreeOf(context, covered);
  const below = subtreeOn(await requireOrganisationWithTree(context, id), asOf);
  return ({ organisationId }: RecordOwner) => below.has(organisationId);
};
