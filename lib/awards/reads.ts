import { accessCheck, accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/access.ts";
import { listSubtree, resolveListScope, subtreeOf } from "../organisations/lists.ts";
import { isVisibleTo, requireSeenOrganisation, type SeenOrganisation } from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree, readTree } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { awardList, readAward, type StoredAward } from "./items.ts";
import { type Language, recipientId } from "./rules.ts";
import type { Award, AwardQuery } from "./schema.ts";

/** An award the caller sees, with the tree of its home. */
export type AwardWithTree = StoredAward & { tree: CommitteeTree };

/** Finds an award in one round trip. Undefined where it is absent, outside the caller's subtree, or restricted. */
export const loadAwardWithTree = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<AwardWithTree | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.award(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  const seen =
    tree &&
    isInSubtree(context.caller, tree, stored.record.organisationId) &&
    isVisibleTo(context.caller, stored.record);
  return seen ? { ...stored, tree } : undefined;
};

/** The same for who needs no more of the tree than that, which the token may tell. */
export const getVisibleAward = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<StoredAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.award(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const reach = await authorize(context, stored.tenantId, stored.record.organisationId, hinted);
  return reach && isVisibleTo(context.caller, stored.record) ? stored : undefined;
};

export const requireAwardWithTree = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<AwardWithTree> => {
  const found = await loadAwardWithTree(context, id, language);
  if (!found) throw notFound();
  return found;
};

export const requireVisibleAward = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<StoredAward> => {
  const seen = await getVisibleAward(context, id, language);
  if (!seen) throw notFound();
  return seen;
};

const nothing = { items: [], next: undefined };

/** Whether an award is one that a list asks for, whichever index it was found by. */
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
 * Awards, newest first: of an organisation's subtree; or those of a meeting or a recipient, in all that the caller
 * reaches unless an organisation is asked for. Throws 404 where the caller does not see that organisation.
 */
export const listAwards = async (
  context: RequestContext,
  query: AwardQuery,
  request: PageRequest,
  language: Language,
): Promise<Page<Award>> => {
  if (query.externalId !== undefined) return byExternalId(context, query, query.externalId, language);
  const recipient = query.memberId ?? query.recipientOrganisationId;
  const years = query.year === undefined ? {} : { prefix: `${query.year}#` };
  const range = { ...years, descending: true } as const;
  if (recipient === undefined && query.meetingId === undefined) {
    const keep = (item: Item) => readAward(item, language).record;
    return listSubtree(context, query.organisationId, request, { list: awardList, range, keep, filtered: false });
  }
  const covered = coverage(context, query.organisationId);
  const named = [query.memberId, query.recipientOrganisationId, query.meetingId];
  if (named.some((id) => id !== undefined && !isId(id))) return covered.then(() => nothing);
  const partition = partitionOf(query);
  const found = readPage(context.table, [{ ...range, index: "byGroup", partition }], request, (item) => item, false);
  // A meeting's awards are mostly of its own home, whose tree can be read along.
  const { meetingId } = query;
  const hinted =
    meetingId === undefined || query.organisationId !== undefined ? [] : accessCheckKeys(context.caller, meetingId);
  const [{ items, next }, within, trees] = await Promise.all([found, covered, context.table.getMany(hinted)]);
  const known = trees.map((item) => item && readTree(item));
  const tenantIds = items.map(({ tenantId }) => String(tenantId));
  const [awards, isInside] = await Promise.all([
    meetingId === undefined ? awardsOf(context, items) : items,
    within ? subtreeOf(context, within) : accessCheck(context, tenantIds, known),
  ]);
  const shown = awards
    .map((item) => readAward(item, language))
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

const coverage = async (context: RequestContext, asked: string | undefined): Promise<SeenOrganisation | undefined> => {
  if (asked === undefined) return undefined;
  if (!isId(asked)) throw notFound();
  return requireSeenOrganisation(context, asked);
};

/** A recipient's list holds which awards there are; what they say is read from them, so that it is said once. */
const awardsOf = async (context: RequestContext, received: readonly Item[]): Promise<Item[]> => {
  const wanted = received.map((item) => keys.award(String(item.id)));
  const items = await context.table.getMany(wanted, { consistency: "eventual" });
  return items.filter((item) => item !== undefined);
};

/** The one award of an external id: the guard is read beside the organisation, then the award. */
const byExternalId = async (
  context: RequestContext,
  query: AwardQuery,
  named: string,
  language: Language,
): Promise<Page<Award>> => {
  const id = resolveListScope(context, query.organisationId);
  if (id === undefined) return nothing;
  const [source = "", externalId = ""] = named.split(":");
  const guardIn = (tenantId: string) => context.table.get(keys.externalId(tenantId, "award", source, externalId));
  const [covered, hinted] = await Promise.all([requireSeenOrganisation(context, id), guardIn(tenantIdFromId(id))]);
  const guard = covered.tenantId === tenantIdFromId(id) ? hinted : await guardIn(covered.tenantId);
  const found = guard && (await getVisibleAward(context, String(guard.id), language));
  const isBelow = await subtreeOf(context, covered);
  const shown =
    found &&
    isBelow({ tenantId: found.tenantId, organisationId: found.record.organisationId }) &&
    matches(found.record, query);
  return { items: shown ? [found.record] : [], next: undefined };
};
