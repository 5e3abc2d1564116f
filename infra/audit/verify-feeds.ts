import { type ChainedEntry, storedAudit } from "../../lib/contract/audit.ts";
import { explain } from "../local/errors.ts";
import type { FeedAnchor } from "./anchors.ts";
import { type AuditEntry, type ChainSummary, verifyChain } from "./chain.ts";
import { getItems, keyLimit, type StoredItem, type StoredTable } from "./stored-items.ts";

const { root, keys, readEnd, readEntry, readValues, chainedFields, feedsFor } = storedAudit;

export type FeedSummary = ChainSummary & { feed: string };
/** `faults`: one line for each feed that is not valid. */
export type Verification = { valid: FeedSummary[]; faults: string[] };

/**
 * Verifies every feed of the audit log as the table stores it, from its first entry to its stored end: the root's, which has
 * every change, and those of all organisations that the root's entries name.
 */
export const verifyFeeds = async (table: StoredTable, anchors: readonly FeedAnchor[] = []): Promise<Verification> => {
  const feeds = new Set([root, ...anchors.map(({ feed }) => feed)]);
  const result: Verification = { valid: [], faults: [] };
  let rootEnd = Number.POSITIVE_INFINITY;
  // A set also iterates over what is added meanwhile.
  for (const feed of feeds) {
    const { end, read } = await openFeed(table, feed);
    if (feed === root) rootEnd = end.number;
    let last = 0;
    const entries = async function* (): AsyncGenerator<AuditEntry> {
      for await (const { entry, numbers, ...values } of read()) {
        for (const other of feedsFor(entry)) feeds.add(other);
        requireInRoot(numbers, rootEnd);
        yield { ...chainedFields(feed, entry), hash: entry.hash, ...values };
        last = entry.number;
      }
    };
    try {
      const summary = await verifyChain(
        entries(),
        anchors.filter((anchor) => anchor.feed === feed),
      );
      if (summary.end.hash !== end.hash) throw new Error("The stored end differs from the last entry");
      await requireNothingBehind(table, feed, end.number);
      result.valid.push({ feed, ...summary });
    } catch (error) {
      const verified = last === 0 ? "none" : `1 to ${last}`;
      result.faults.push(`${feed}: ${explain(error)}. Verified: ${verified} of ${end.number} entries.`);
    }
  }
  return result;
};

type StoredEntry = { entry: ChainedEntry; numbers: Readonly<Record<string, number>>; salt?: string; changes?: unknown };

/** The stored end of a feed, and its entries up to there. */
const openFeed = async (table: StoredTable, feed: string) => {
  const [endItem] = await getItems(table, [keys.end(feed)]);
  const end = readEnd(endItem);
  const read = async function* (): AsyncGenerator<StoredEntry> {
    for (let first = 1; first <= end.number; first += keyLimit) {
      const count = Math.min(keyLimit, end.number - first + 1);
      const numbers = Array.from({ length: count }, (_, at) => first + at);
      const items = await getItems(
        table,
        numbers.map((number) => keys.entry(feed, number)),
      );
      const entries = items.map((item) => item && readEntry(item));
      const values = await getItems(
        table,
        entries.flatMap((entry) => (entry ? [keys.values(entry)] : [])),
      );
      for (const [at, entry] of entries.entries()) {
        if (entry === undefined) throw new Error(`Entry ${first + at} is missing`);
        yield { entry, ...valuesOf(values.shift()) };
      }
    }
  };
  return { end, read };
};

/** The values of a change; without salt once they are erased. */
const valuesOf = (item: StoredItem | undefined) => {
  if (item === undefined) return { numbers: {} };
  const { salt, changes = "[]", numbers } = readValues(item);
  return salt === undefined ? { numbers } : { numbers, salt, changes: JSON.parse(changes) as unknown };
};

/** Entries removed from the end of the root are still in the feeds of organisations. */
const requireInRoot = (numbers: Readonly<Record<string, number>>, rootEnd: number): void => {
  const number = numbers[root] ?? 0;
  if (number > rootEnd) throw new Error(`Entry ${number} of ${root} is missing: it ends at ${rootEnd}`);
};

/** Entries behind the stored end were appended meanwhile, which moves the end too. */
const requireNothingBehind = async (table: StoredTable, feed: string, end: number): Promise<void> => {
  const [next] = await getItems(table, [keys.entry(feed, end + 1)]);
  if (next === undefined) return;
  const [endItem] = await getItems(table, [keys.end(feed)]);
  if (readEnd(endItem).number === end) throw new Error(`Entry ${end + 1} is behind the stored end`);
};
