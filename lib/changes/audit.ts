import type { RequestContext } from "../records/request-context.ts";
import { dayOf } from "../shared/days.ts";
import { isId, ownerIdOf } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Page, PageRequest } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { auditVerbFor, feedOf } from "./audience.ts";
import { parsePosition, readerOf, readFeedPage } from "./feed.ts";
import { auditTypeFor, type ChainedEntry, chainedFields, readChangeValues, readEntry } from "./items.ts";
import type { AuditQuery, AuditRecord } from "./schema.ts";

/** Days that a change may be published late at most: a stream keeps it for one, a failure queue for fourteen. */
const maximumDelayDays = 15;

type AuditFilter = Pick<AuditQuery, "client" | "from" | "to">;
type AuditMatch = { entry: ChainedEntry; record: AuditRecord };

/** Maps an entry to the audit record that the caller sees; undefined outside the audience or the filter. */
const auditMapper = (context: RequestContext, { client, from, to }: AuditFilter) => {
  const reader = readerOf(context.caller);
  const feed = feedOf(context.caller.path);
  return (entry: ChainedEntry): AuditMatch | undefined => {
    const day = dayOf(Date.parse(entry.at));
    const matches =
      (client === undefined || entry.client === client) &&
      (from === undefined || day >= from) &&
      (to === undefined || day <= to);
    if (!matches || !auditVerbFor(reader, entry)) return undefined;
    const type = auditTypeFor(reader.organisationId, entry);
    return { entry, record: { ...chainedFields(feed, entry), type, hash: entry.hash } };
  };
};

/** A page of the audit of the caller's subtree, oldest first. Two round trips; one more for a search by day. */
export const listAudit = async (
  context: RequestContext,
  query: AuditQuery,
  request: PageRequest,
): Promise<Page<AuditRecord>> => {
  if (query.resource !== undefined) return listRecordAudit(context, { ...query, resource: query.resource }, request);
  const feed = feedOf(context.caller.path);
  const [begin, end] = await numberRange(context, feed, query);
  const { items, last, more } = await readFeedPage(context, feed, {
    after: Math.max(begin, parsePosition(request.after).number),
    limit: request.limit,
    consistency: "eventual",
    keep: auditMapper(context, query),
  });
  return { items: await withValues(context, items), next: more && last < end ? String(last) : undefined };
};

/** The numbers between which the entries of the days are, by the first entry that was noted for each day. */
const numberRange = async (
  { table }: RequestContext,
  feed: string,
  { from, to }: AuditFilter,
): Promise<[number, number]> => {
  const firstNumber = async (day: string | undefined) => {
    if (day === undefined) return undefined;
    const { pk, sk } = keys.feedDay(feed, day);
    const prefix = sk.slice(0, -day.length);
    const { items } = await table.query({ partition: pk, prefix, from: sk, limit: 1, consistency: "eventual" });
    return Number(items[0]?.number ?? Number.POSITIVE_INFINITY);
  };
  const [first, beyond] = await Promise.all([firstNumber(from), firstNumber(to && daysAfter(to, maximumDelayDays))]);
  return [first === undefined ? 0 : first - 1, beyond ?? Number.POSITIVE_INFINITY];
};

const daysAfter = (day: string, count: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

/** Changes of one record that a page reads: their entries are read in one call, by number. */
const recordChangesLimit = 100;

/** The audit of one record. */
const listRecordAudit = async (
  context: RequestContext,
  query: AuditQuery & { resource: string },
  request: PageRequest,
): Promise<Page<AuditRecord>> => {
  const { resource } = query;
  const feed = feedOf(context.caller.path);
  const { details, more } = await loadChangesOfRecord(context, resource, request.after);
  const numbers = details.flatMap((item) => readChangeValues(item).numbers[feed] ?? []);
  const wanted = numbers.map((number) => keys.feedEntry(feed, number));
  const entries = await context.table.getMany(wanted, { consistency: "eventual" });
  const keep = auditMapper(context, query);
  const matches = entries
    .flatMap((item) => (item ? [readEntry(item)] : []))
    .filter(({ resourceId, href }) => resource === resourceId || resource === href)
    .flatMap((entry) => keep(entry) ?? []);
  const shown = matches.slice(0, request.limit);
  const isCut = matches.length > shown.length;
  const items = await withValues(context, shown, details);
  return { items, next: isCut ? shown.at(-1)?.record.id : more ? details.at(-1)?.sk : undefined };
};

/** Changes of a record and its parts, by time. They are stored by the first id in the path of the record. */
const loadChangesOfRecord = async ({ table }: RequestContext, resource: string, after: string | undefined) => {
  const id = resource.split("/").find(isId);
  if (id === undefined) return { details: [], more: false };
  const { pk: partition } = keys.change({ pk: ownerIdOf(id), sk: "" }, "");
  const { items, more } = await table.query({
    partition,
    above: after,
    limit: recordChangesLimit,
    consistency: "eventual",
  });
  return { details: items.slice(0, recordChangesLimit), more };
};

/** Adds the values that are still stored. What an eventually consistent read misses is read again consistently. */
const withValues = async (
  context: RequestContext,
  matches: readonly AuditMatch[],
  known: readonly Item[] = [],
): Promise<AuditRecord[]> => {
  const byId = new Map(known.map((item) => [item.sk, item]));
  const missing = () => matches.filter(({ entry }) => !byId.has(entry.id)).map(({ entry }) => changeKeyOf(entry));
  for (const options of [{ consistency: "eventual" }, {}] as const)
    for (const item of await context.table.getMany(missing(), options)) if (item) byId.set(item.sk, item);
  return matches.map(({ record, entry }) => {
    const item = byId.get(entry.id);
    const { salt, changes = "[]" } = item ? readChangeValues(item) : {};
    return salt === undefined ? record : { ...record, salt, changes: JSON.parse(changes) };
  });
};

const changeKeyOf = (entry: ChainedEntry) => keys.change({ pk: entry.record, sk: "" }, entry.id);
