import { ownerIdOf } from "../records/kinds.ts";
import type { RequestContext } from "../records/request-context.ts";
import { dayOf } from "../shared/days.ts";
import { isId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Page, PageRequest } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { auditVerbFor, feedOf } from "./audience.ts";
import { auditTypeFor, type ChainedEntry, chainedFields, readChangeValues, readEntry } from "./items.ts";
import { parsePosition, readerOf, readFeedPage } from "./feed.ts";
import type { AuditQuery, AuditRecord } from "./schema.ts";

/** Days that a change may be told late at most: a stream keeps it for one, a failure queue for fourteen. */
const maximumDelayDays = 15;

type AuditFilter = Pick<AuditQuery, "client" | "from" | "to">;

/** An entry as the audit of the caller's feed tells it, if it is asked for. */
const auditMapper = (context: RequestContext, asked: AuditFilter) => {
  const reader = readerOf(context.caller);
  const feed = feedOf(context.caller.path);
  return (entry: ChainedEntry): AuditMatch | undefined => {
    const day = dayOf(Date.parse(entry.at));
    const wanted =
      (asked.client === undefined || entry.client === asked.client) &&
      (asked.from === undefined || day >= asked.from) &&
      (asked.to === undefined || day <= asked.to);
    if (!wanted || !auditVerbFor(reader, entry, entry.special)) return undefined;
    const type = auditTypeFor(reader.organisationId, entry);
    return { entry, record: { ...chainedFields(feed, entry), type, hash: entry.hash } };
  };
};

type AuditMatch = { entry: ChainedEntry; record: AuditRecord };

/**
 * A page of the audit of the caller's subtree, oldest first: the entries, then what changed in each. Two round trips; one
 * more for a search by day.
 */
export const listAudit = async (
  context: RequestContext,
  query: AuditQuery,
  request: PageRequest,
): Promise<Page<AuditRecord>> => {
  if (query.resource !== undefined) return listRecordAudit(context, query, query.resource, request);
  const feed = feedOf(context.caller.path);
  const [begin, end] = await numberRange(context, feed, query);
  const after = Math.max(begin, parsePosition(request.after).number);
  const asked = { after, limit: request.limit, consistency: "eventual" } as const;
  const { items, last, more } = await readFeedPage(context, feed, asked, auditMapper(context, query));
  return { items: await withValues(context, items), next: more && last < end ? String(last) : undefined };
};

/** Between which numbers the entries of some days are, by the marks of the days. */
const numberRange = async (
  { table }: RequestContext,
  feed: string,
  { from, to }: AuditFilter,
): Promise<[number, number]> => {
  const mark = async (day: string | undefined) => {
    if (day === undefined) return undefined;
    const { pk, sk } = keys.feedDay(feed, day);
    const prefix = sk.slice(0, -day.length);
    const { items } = await table.query({ partition: pk, prefix, from: sk, limit: 1, consistency: "eventual" });
    return Number(items[0]?.number ?? Number.POSITIVE_INFINITY);
  };
  const [first, beyond] = await Promise.all([mark(from), mark(to && daysAfter(to, maximumDelayDays))]);
  return [first === undefined ? 0 : first - 1, beyond ?? Number.POSITIVE_INFINITY];
};

const daysAfter = (day: string, count: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** Changes of one record that are looked at for a page: all of them are read by their number, in one call. */
const changesAtOnce = 100;

/** The audit of one record: its changes stand together, each with its number in the caller's feed. */
const listRecordAudit = async (
  context: RequestContext,
  query: AuditQuery,
  resource: string,
  request: PageRequest,
): Promise<Page<AuditRecord>> => {
  const feed = feedOf(context.caller.path);
  const { details, more } = await loadChangesOfRecord(context, resource, request.after);
  const numbers = details.flatMap((item) => readChangeValues(item).numbers[feed] ?? []);
  const wanted = numbers.map((number) => keys.feedEntry(feed, number));
  const entries = await context.table.getMany(wanted, { consistency: "eventual" });
  const keep = auditMapper(context, query);
  const told = entries
    .flatMap((item) => (item ? [readEntry(item)] : []))
    .filter(({ resourceId, href }) => resource === resourceId || resource === href)
    .flatMap((entry) => keep(entry) ?? []);
  const shown = told.slice(0, request.limit);
  const isCut = told.length > shown.length;
  const items = await withValues(context, shown, details);
  return { items, next: isCut ? shown.at(-1)?.record.id : more ? details.at(-1)?.sk : undefined };
};

/** Changes of a record and what belongs to it, in the order of their time: they stand by the first id that its path holds. */
const loadChangesOfRecord = async ({ table }: RequestContext, resource: string, after: string | undefined) => {
  const id = resource.split("/").find(isId);
  if (id === undefined) return { details: [], more: false };
  const { pk: partition } = keys.change({ pk: ownerIdOf(id), sk: "" }, "");
  const { items, more } = await table.query({ partition, above: after, limit: changesAtOnce, consistency: "eventual" });
  return { details: items.slice(0, changesAtOnce), more };
};

/** What changed in each, as long as it is kept. What a read that may lag did not find is looked for again. */
const withValues = async (
  context: RequestContext,
  told: readonly AuditMatch[],
  known: readonly Item[] = [],
): Promise<AuditRecord[]> => {
  const byId = new Map(known.map((item) => [item.sk, item]));
  const unknown = () => told.filter(({ entry }) => !byId.has(entry.id)).map(({ entry }) => changeKeyOf(entry));
  for (const how of [{ consistency: "eventual" }, {}] as const)
    for (const item of await context.table.getMany(unknown(), how)) if (item) byId.set(item.sk, item);
  return told.map(({ record, entry }) => {
    const item = byId.get(entry.id);
    const { salt, changes = "[]" } = item ? readChangeValues(item) : {};
    return salt === undefined ? record : { ...record, salt, changes: JSON.parse(changes) };
  });
};

const changeKeyOf = (entry: ChainedEntry) => keys.change({ pk: entry.record, sk: "" }, entry.id);
