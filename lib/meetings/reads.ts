import { type AccessScope, accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/access.ts";
import { listByExternalId } from "../organisations/external-id-list.ts";
import { listSubtree, resolveListScope } from "../organisations/lists.ts";
import { isVisibleTo, requireVisibleOrganisation } from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId, ownLength, tenantIdFromId } from "../shared/ids.ts";
import { orNotFound } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item, Key } from "../table/write.ts";
import { readMeeting, readTombstone, type StoredMeeting } from "./items.ts";
import type { Meeting, MeetingsQuery } from "./schema.ts";

/** A meeting that the caller sees, with the tree of its tenant. */
export type MeetingWithTree = StoredMeeting & { tree: CommitteeTree };
/** A meeting that the caller sees; with the tree only where the access check had to read it. */
export type VisibleMeeting = StoredMeeting & AccessScope;
/** A meeting and the other items of the same batch, in the order of their keys. */
type MeetingAnd<M> = { meeting: M; items: (Item | undefined)[] };

/** Keys of a meeting and of the tree of the tenant that its id contains. */
export const meetingAndTreeKeys = (id: string): [Key, Key] => [keys.meeting(id), keys.tree(tenantIdFromId(id))];

/** The meeting among the items of `meetingAndTreeKeys`; undefined where it is deleted or the caller may not see it. */
export const visibleMeeting = async (
  context: RequestContext,
  item: Item | undefined,
  hinted: Item | undefined,
): Promise<MeetingWithTree | undefined> => {
  if (!item || readTombstone(item)) return undefined;
  const stored = readMeeting(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  if (!tree || !isInSubtree(context.caller, tree, stored.record.organisationId)) return undefined;
  return isVisibleTo(context.caller, stored.record) ? { ...stored, tree } : undefined;
};

/**
 * Loads a meeting with its tree and up to 98 other items in one round trip. Undefined where the meeting is absent, deleted,
 * outside the caller's subtree, or restricted and the caller no administrator.
 */
export const loadMeetingWithTreeAnd = async (
  context: RequestContext,
  id: string,
  others: readonly Key[],
): Promise<MeetingAnd<MeetingWithTree> | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted, ...items] = await context.table.getMany([...meetingAndTreeKeys(id), ...others]);
  const meeting = await visibleMeeting(context, item, hinted);
  return meeting && { meeting, items };
};

/** Loads a meeting with its tree and other items. Throws 404 where `loadMeetingWithTreeAnd` finds nothing. */
export const requireMeetingWithTreeAnd = (context: RequestContext, id: string, others: readonly Key[]) =>
  orNotFound(loadMeetingWithTreeAnd(context, id, others));

/**
 * Reads a meeting and up to 98 other items in one round trip. Access is checked by the token where it suffices, without the
 * tree. Undefined where the caller does not see the meeting.
 */
export const getMeetingAnd = async (
  context: RequestContext,
  id: string,
  others: readonly Key[],
): Promise<MeetingAnd<VisibleMeeting> | undefined> => {
  if (!isId(id)) return undefined;
  const accessKeys = accessCheckKeys(context.caller, id);
  const [item, ...rest] = await context.table.getMany([keys.meeting(id), ...accessKeys, ...others]);
  if (!item || readTombstone(item)) return undefined;
  const stored = readMeeting(item);
  const tree = rest[accessKeys.length - 1];
  const access = await authorize(context, stored.tenantId, stored.record.organisationId, tree);
  if (!access || !isVisibleTo(context.caller, stored.record)) return undefined;
  return { meeting: { ...stored, ...access }, items: rest.slice(accessKeys.length) };
};

/** Reads a meeting and other items. Throws 404 where `getMeetingAnd` finds nothing. */
export const requireMeetingAnd = (context: RequestContext, id: string, others: readonly Key[]) =>
  orNotFound(getMeetingAnd(context, id, others));

/** A meeting that the caller sees. Throws 404. */
export const requireMeeting = async (context: RequestContext, id: string): Promise<VisibleMeeting> =>
  (await requireMeetingAnd(context, id, [])).meeting;

/** Sorts after the "T" that follows the day in a meeting's sort key. */
const endOfDay = "U";

/**
 * Meetings of a subtree, newest first. One round trip; up to three for a department or by an external id. Throws 404
 * for an organisation that the caller does not see.
 */
export const listMeetings = async (
  context: RequestContext,
  query: MeetingsQuery,
  request: PageRequest,
): Promise<Page<Meeting>> => {
  const { kind, from, to, externalId } = query;
  if (externalId !== undefined) return listMeetingByExternalId(context, { ...query, externalId });
  const id = resolveListScope(context, query.organisationId);
  if (id === undefined) return { items: [], next: undefined };
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
  const mapper = requireVisibleOrganisation(context, id).then(() => visible);
  return readPage(context.table, [{ ...range, index: "byGroup", partition }], request, mapper, false);
};

const listMeetingByExternalId = (context: RequestContext, query: MeetingsQuery & { externalId: string }) =>
  listByExternalId(context, "meeting", query, {
    find: async (id) => (await getMeetingAnd(context, id, []))?.meeting,
    ownerOf: ({ tenantId, record: { organisationId } }) => ({ tenantId, organisationId }),
    show: ({ record }) => {
      const { kind = record.kind, from = record.date, to = record.date } = query;
      return record.kind === kind && record.date >= from && record.date <= to ? record : undefined;
    },
  });
