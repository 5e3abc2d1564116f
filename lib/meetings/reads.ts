import { type AccessScope, accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/access.ts";
import { listSubtree, resolveListScope, subtreeOf } from "../organisations/lists.ts";
import { isVisibleTo, requireSeenOrganisation } from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item, Key } from "../table/write.ts";
import { readMeeting, readTombstone, type StoredMeeting } from "./items.ts";
import type { Meeting, MeetingsQuery } from "./schema.ts";

/** A meeting the caller sees, with the tree of its home. */
export type MeetingWithTree = StoredMeeting & { tree: CommitteeTree };

/** What is read to find a meeting: itself, and the tree of the home its id hints at. */
export const meetingAndTreeKeys = (id: string): [Key, Key] => [keys.meeting(id), keys.tree(tenantIdFromId(id))];

/** The meeting, as far as the caller sees it, out of what `meetingAndTreeKeys` found. */
export const visibleMeeting = async (context: RequestContext, item: Item | undefined, hinted: Item | undefined) => {
  if (!item || readTombstone(item)) return undefined;
  const stored = readMeeting(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  if (!tree || !isInSubtree(context.caller, tree, stored.record.organisationId)) return undefined;
  return isVisibleTo(context.caller, stored.record) ? { ...stored, tree } : undefined;
};

type Others = (Item | undefined)[];

/**
 * A meeting and up to 98 other items in one round trip. Undefined where it is absent or deleted, outside the caller's subtree,
 * or restricted and the caller no administrator.
 */
export const loadMeetingWithTreeAnd = async (
  context: RequestContext,
  id: string,
  others: readonly Key[],
): Promise<{ meeting: MeetingWithTree; items: Others } | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted, ...items] = await context.table.getMany([...meetingAndTreeKeys(id), ...others]);
  const meeting = await visibleMeeting(context, item, hinted);
  return meeting && { meeting, items };
};

/** The same. Throws 404 where the caller does not see the meeting. */
export const requireMeetingWithTreeAnd = async (
  context: RequestContext,
  id: string,
  others: readonly Key[],
): Promise<{ meeting: MeetingWithTree; items: Others }> => {
  const found = await loadMeetingWithTreeAnd(context, id, others);
  if (!found) throw notFound();
  return found;
};

/** A meeting the caller sees, for who needs no more of the tree than that, which the token may tell. */
export type VisibleMeeting = StoredMeeting & AccessScope;

/** A meeting and up to 98 other items in one round trip. Throws 404 where the caller does not see the meeting. */
export const requireMeetingAnd = async (
  context: RequestContext,
  id: string,
  others: readonly Key[],
): Promise<{ meeting: VisibleMeeting; items: Others }> => {
  const seen = await getMeetingAnd(context, id, others);
  if (!seen) throw notFound();
  return seen;
};

/** The same. Undefined where the caller does not see it. */
export const getMeetingAnd = async (context: RequestContext, id: string, others: readonly Key[]) => {
  if (!isId(id)) return undefined;
  const reach = accessCheckKeys(context.caller, id);
  const [item, ...rest] = await context.table.getMany([keys.meeting(id), ...reach, ...others]);
  if (!item || readTombstone(item)) return undefined;
  const stored = readMeeting(item);
  const reached = await authorize(context, stored.tenantId, stored.record.organisationId, rest[reach.length - 1]);
  if (!reached || !isVisibleTo(context.caller, stored.record)) return undefined;
  return { meeting: { ...stored, ...reached }, items: rest.slice(reach.length) };
};

/** A meeting the caller sees. Throws 404. */
export const requireMeeting = async (context: RequestContext, id: string): Promise<VisibleMeeting> =>
  (await requireMeetingAnd(context, id, [])).meeting;

/** Behind the "T" that follows the day in a meeting's sort key. */
const endOfDay = "U";

/**
 * Meetings of a subtree, newest first. One round trip; up to three for a department or by an external id. Throws 404
 * for an organisation the caller does not see.
 */
export const listMeetings = async (
  context: RequestContext,
  query: MeetingsQuery,
  request: PageRequest,
): Promise<Page<Meeting>> => {
  const id = resolveListScope(context, query.organisationId);
  if (id === undefined) return { items: [], next: undefined };
  if (query.externalId !== undefined) return byExternalId(context, query, id, query.externalId);
  const { kind, from, to } = query;
  const range = { descending: true, from, to: to && to + endOfDay };
  const ofKind: ItemMapper<Meeting> = (item) => {
    const { record } = readMeeting(item);
    return kind === undefined || record.kind === kind ? record : undefined;
  };
  if (kind === undefined || id.length !== ownLength)
    return listSubtree(context, id, request, { list: "meeting", range, keep: ofKind, filtered: kind !== undefined });
  const visible: ItemMapper<Meeting> = (item) => {
    const record = ofKind(item);
    return record && isVisibleTo(context.caller, record) ? record : undefined;
  };
  const partition = lists.ofKind(id, "meeting", kind);
  const covered = requireSeenOrganisation(context, id).then(() => visible);
  return readPage(context.table, [{ ...range, index: "byGroup", partition }], request, covered, false);
};

/** The one meeting of an external id in a subtree: its guard is read first, then the meeting. */
const byExternalId = async (
  context: RequestContext,
  query: MeetingsQuery,
  organisationId: string,
  external: string,
): Promise<Page<Meeting>> => {
  const [source = "", externalId = ""] = external.split(":");
  const guardIn = (tenantId: string) => context.table.get(keys.externalId(tenantId, "meeting", source, externalId));
  const hinted = tenantIdFromId(organisationId);
  const [covered, hintedGuard] = await Promise.all([requireSeenOrganisation(context, organisationId), guardIn(hinted)]);
  const guard = covered.tenantId === hinted ? hintedGuard : await guardIn(covered.tenantId);
  const found = guard && (await getMeetingAnd(context, String(guard.id), []))?.meeting;
  const record = found?.record;
  const isBelow = await subtreeOf(context, covered);
  const { kind, from = "", to } = query;
  const shown =
    found !== undefined &&
    record !== undefined &&
    isBelow({ tenantId: found.tenantId, organisationId: record.organisationId }) &&
    (kind === undefined || record.kind === kind) &&
    record.date >= from &&
    (to === undefined || record.date <= to);
  return { items: shown ? [record] : [], next: undefined };
};
