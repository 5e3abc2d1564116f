import type { IncludedList } from "../meetings/include.ts";
import { accessCheck, accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/access.ts";
import { listByExternalId } from "../organisations/external-id-list.ts";
import { listSubtree, subtreeOf } from "../organisations/lists.ts";
import { isVisibleTo, requireVisibleOrganisation, type VisibleOrganisation } from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree, readTree } from "../organisations/tree.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { resultOf } from "../records/versions.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound, orNotFound } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import type { Language } from "../vocabulary/language.ts";
import { readAward, type StoredAward } from "./items.ts";
import { awardList, awardsOfMeeting } from "./ranges.ts";
import { loadRecipientMembers } from "./references.ts";
import { recipientId } from "./rules.ts";
import type { Award, AwardQuery } from "./schema.ts";
import { awardWarnings, type RecipientMember } from "./warnings.ts";

/** An award that the caller sees, with the tree of its tenant. */
export type AwardWithTree = StoredAward & { tree: CommitteeTree };

/** Loads an award with its tree in one round trip. Undefined where it is absent, outside the caller's subtree, or restricted. */
export const loadAwardWithTree = async (context: RequestContext, id: string): Promise<AwardWithTree | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.award(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readAward(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  const isVisible =
    tree &&
    isInSubtree(context.caller, tree, stored.record.organisationId) &&
    isVisibleTo(context.caller, stored.record);
  return isVisible ? { ...stored, tree } : undefined;
};

/** Reads an award; access is checked by the token where it suffices. Undefined where the caller does not see the award. */
const getVisibleAward = async (context: RequestContext, id: string): Promise<StoredAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.award(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readAward(item);
  const access = await authorize(context, stored.tenantId, stored.record.organisationId, hinted);
  return access && isVisibleTo(context.caller, stored.record) ? stored : undefined;
};

/** Loads an award with its tree. Throws 404 where `loadAwardWithTree` finds nothing. */
export const requireAwardWithTree = (context: RequestContext, id: string) => orNotFound(loadAwardWithTree(context, id));

/** An award that the caller sees, with warnings, for which its recipients are read in a second round trip. Throws 404. */
export const getAward = async (context: RequestContext, id: string, language: Language): Promise<Result> => {
  const stored = await orNotFound(getVisibleAward(context, id));
  return warnedResult(stored, await loadRecipientMembers(context, stored.record.recipients), language);
};

/** An award with its warnings. */
export const warnedResult = (
  { record, version, conferrer }: StoredAward,
  members: ReadonlyMap<string, RecipientMember>,
  language: Language,
): Result =>
  resultOf({ record: { ...record, warnings: awardWarnings(record, { conferrer, members, language }) }, version });

/** Whether an award matches the filters of a list. */
const matches = ({ year, meetingId, recipients }: Award, query: AwardQuery): boolean => {
  const wanted = [query.memberId, query.recipientOrganisationId].filter((id) => id !== undefined);
  const named = new Set(recipients.map(recipientId));
  return (
    (query.year === undefined || year === query.year) &&
    (query.meetingId === undefined || meetingId === query.meetingId) &&
    wanted.every((id) => named.has(id))
  );
};

/**
 * Awards, newest first: those of an organisation's subtree; or those of a meeting or a recipient, in the caller's subtree or
 * that of the organisation in the query. Throws 404 where the caller does not see that organisation.
 */
export const listAwards = async (
  context: RequestContext,
  query: AwardQuery,
  request: PageRequest,
): Promise<Page<Award>> => {
  if (query.externalId !== undefined) return listAwardByExternalId(context, { ...query, externalId: query.externalId });
  const recipient = query.memberId ?? query.recipientOrganisationId;
  const years = query.year === undefined ? {} : { prefix: `${query.year}#` };
  const range = { ...years, descending: true } as const;
  if (recipient === undefined && query.meetingId === undefined) {
    const keep = (item: Item) => readAward(item).record;
    return listSubtree(context, query.organisationId, request, { list: awardList, range, keep, filtered: false });
  }
  const covered = coverage(context, query.organisationId);
  const named = [query.memberId, query.recipientOrganisationId, query.meetingId];
  if (named.some((id) => id !== undefined && !isId(id))) return covered.then(() => ({ items: [], next: undefined }));
  const partition = partitionOf(query);
  const found = readPage(context.table, [{ ...range, index: "byGroup", partition }], request, (item) => item, false);
  // The awards of a meeting mostly belong to its own tenant, whose tree is read in parallel.
  const { meetingId } = query;
  const hinted =
    meetingId === undefined || query.organisationId !== undefined ? [] : accessCheckKeys(context.caller, meetingId);
  const [{ items, next }, scope, trees] = await Promise.all([found, covered, context.table.getMany(hinted)]);
  const known = trees.map((item) => item && readTree(item));
  const tenantIds = items.map(({ tenantId }) => String(tenantId));
  const [awards, isInside] = await Promise.all([
    meetingId === undefined ? awardsOf(context, items) : items,
    scope ? subtreeOf(context, scope) : accessCheck(context, tenantIds, known),
  ]);
  const shown = awards
    .map(readAward)
    .filter(({ record, tenantId }) => isInside({ tenantId, organisationId: record.organisationId }))
    .map(({ record }) => record);
  return { items: shown.filter((record) => isVisibleTo(context.caller, record) && matches(record, query)), next };
};

const partitionOf = ({ meetingId, memberId, recipientOrganisationId = "" }: AwardQuery): string => {
  if (meetingId !== undefined) return lists.ofMeeting(meetingId, awardList);
  return memberId === undefined
    ? lists.ofRecipient("organisation", recipientOrganisationId)
    : lists.ofRecipient("member", memberId);
};

const coverage = async (
  context: RequestContext,
  asked: string | undefined,
): Promise<VisibleOrganisation | undefined> => {
  if (asked === undefined) return undefined;
  if (!isId(asked)) throw notFound();
  return requireVisibleOrganisation(context, asked);
};

/** The list of a recipient contains only the ids of its awards. */
const awardsOf = async (context: RequestContext, received: readonly Item[]): Promise<Item[]> => {
  const wanted = received.map((item) => keys.award(String(item.id)));
  const items = await context.table.getMany(wanted, { consistency: "eventual" });
  return items.filter((item) => item !== undefined);
};

const listAwardByExternalId = (
  context: RequestContext,
  query: AwardQuery & { externalId: string },
): Promise<Page<Award>> =>
  listByExternalId(context, "award", query, {
    find: (id) => getVisibleAward(context, id),
    ownerOf: ({ tenantId, record: { organisationId } }) => ({ tenantId, organisationId }),
    show: ({ record }) => (matches(record, query) ? record : undefined),
  });

/**
 * The awards of a meeting as a part of it, as far as the caller sees them: an award may belong to another organisation than
 * the meeting.
 */
export const includedAwards: IncludedList = {
  range: (meetingId) => ({ ...awardsOfMeeting(meetingId), descending: true }),
  present: async ({ context, meeting }, items) => {
    const awards = items.map(readAward);
    const tenantIds = awards.map(({ tenantId }) => tenantId);
    const isInScope = await accessCheck(context, tenantIds, [meeting.tree]);
    return awards
      .filter(({ record, tenantId }) => isInScope({ tenantId, organisationId: record.organisationId }))
      .map(({ record }) => record)
      .filter((record) => isVisibleTo(context.caller, record));
  },
  path: (meetingId) => `/v1/awards?meetingId=${meetingId}`,
};
