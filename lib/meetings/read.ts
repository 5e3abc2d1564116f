import { isVisibleTo, requireSeenOrganisation } from "../organisations/find.ts";
import { listSubtree, resolveListScope, subtreeOf } from "../organisations/listing.ts";
import type { RequestContext } from "../records/request-context.ts";
import { ownLength, tenantIdFromId } from "../shared/ids.ts";
import { keys, lists } from "../table/keys.ts";
import { type ItemMapper, type Page, type PageRequest, readPage } from "../table/page.ts";
import { seeWith } from "./find.ts";
import { readMeeting } from "./items.ts";
import type { Meeting, MeetingsQuery } from "./schema.ts";

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
  const found = guard && (await seeWith(context, String(guard.id), []))?.meeting;
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
