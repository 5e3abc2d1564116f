import type { RecordOwner } from "../organisations/access.ts";
import { listSubtree, resolveListScope, subtreeOf, subtreeOn } from "../organisations/lists.ts";
import { requireOrganisation, requireSeenOrganisation, type SeenOrganisation } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { matchesSearch } from "../shared/search.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { currentState, memberLists, outcomeOf, readMember, recordIn, type StoredMember, timelineOf } from "./items.ts";
import { isSeen, requireSeenMember, seeMember } from "./reads.ts";
import type { KeptMember, MemberRecord, MembersQuery } from "./schema.ts";
import { isCounted, type State, stateOn } from "./timeline.ts";

/** A member in the state of today, or of a day. Throws 404, also for a day before the beginning of the story. */
export const getMember = async (context: RequestContext, id: string, asOf: Day | undefined): Promise<Result> => {
  const found = await requireSeenMember(context, id);
  if (asOf === undefined) return outcomeOf(found);
  const state = stateOn(timelineOf(found.member), asOf);
  if (!state) throw notFound();
  return { record: recordIn(state, found.member) };
};

type Filters = Pick<MembersQuery, "standing" | "q" | "asOf">;

/** The state that a list asks about, if the member is one it asks for; without `standing` those who have left are not. */
const wanted = (member: KeptMember, { standing, q, asOf }: Filters): State | undefined => {
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
  const covered = requireOrganisation(context, id);
  const keep = covered.then((found): ItemMapper<MemberRecord> => {
    const below = subtreeOn(found, query.asOf ?? context.today);
    const shown = shownBelow(({ organisationId }) => below.has(organisationId), query);
    return (item) => {
      const stored = readMember(item);
      // The caller must see the member as it is today.
      return isSeen(context, stored, found.tree) ? shown(stored) : undefined;
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
  const [covered, hinted] = await Promise.all([requireSeenOrganisation(context, id), guardIn(tenantIdFromId(id))]);
  const guard = covered.tenantId === tenantIdFromId(id) ? hinted : await guardIn(covered.tenantId);
  const found = guard && (await seeMember(context, String(guard.id)));
  const record = found && shownBelow(await belowOf(context, id, query, covered), query)(found);
  return { items: record ? [record] : [], next: undefined };
};

/** Tells who was below an organisation on the day that a list asks about. */
const belowOf = async (context: RequestContext, id: string, { asOf }: Filters, covered: SeenOrganisation) => {
  if (asOf === undefined) return subtreeOf(context, covered);
  const below = subtreeOn(await requireOrganisation(context, id), asOf);
  return ({ organisationId }: RecordOwner) => below.has(organisationId);
};
