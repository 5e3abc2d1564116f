import * as z from "zod/mini";
import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { dayOf } from "../shared/days.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { type Item, insert, type Write } from "../table/write.ts";
import { chainStart } from "../vocabulary/chain.ts";
import { limits } from "../vocabulary/limits.ts";
import { feedsFor } from "./audience.ts";
import { type ChainedEntry, entryItemOf, type FeedEntry, nextEntry } from "./items.ts";
import type { ResolvedChange } from "./resolve.ts";

const feedEndItem = z.object({
  number: z._default(z.int(), 0),
  hash: z._default(z.string(), chainStart),
  /** The last day on which it grew. */
  day: z._default(z.string(), ""),
  /** Webhooks that follow it, counted here so that nobody has to look for them in vain. */
  hooks: z._default(z.int(), 0),
});
type FeedEnd = z.output<typeof feedEndItem>;

/** Where a feed ends. */
export const readFeedEnd = (item: Item | undefined): FeedEnd => feedEndItem.parse(item ?? {});

/** An end and a day's mark for each feed beside its entries: what is told at once must fit one transaction. */
const actionCount = (changes: readonly ResolvedChange[]) => {
  const feeds = changes.map(({ entry: told }) => feedsFor(told));
  return changes.length + feeds.flat().length + 2 * new Set(feeds.flat()).size;
};

/** Cuts changes, in their order, into runs that one transaction takes. */
export const transactionBatches = (changes: readonly ResolvedChange[]): ResolvedChange[][] => {
  const runs: ResolvedChange[][] = [];
  for (const change of changes) {
    const last = runs.at(-1);
    if (last && actionCount([...last, change]) <= limits.transactionActions) last.push(change);
    else runs.push([change]);
  }
  return runs;
};

const writeConflict = () => new Problem("write-conflict");

/** What a run has come to: the changes that stand in their feeds, and which of these webhooks follow. */
export type AppendedBatch = { published: FeedEntry[]; followed: string[] };

/**
 * Appends a run of changes to every feed that tells of them, each once however often it is asked: what a change is kept
 * under is written on condition that it is not there, and every feed's end on condition that it is where it was read.
 * What a restore put back, and was told before, has no part in what it comes to.
 * @param milliseconds since the epoch
 */
export const appendBatch = (
  table: Table,
  run: readonly ResolvedChange[],
  milliseconds: number,
): Promise<AppendedBatch> =>
  retryOnConflict(
    ({ code }) => code === "write-conflict",
    () => appendOnce(table, run, milliseconds),
  );

const appendOnce = async (
  table: Table,
  run: readonly ResolvedChange[],
  milliseconds: number,
): Promise<AppendedBatch> => {
  const feeds = [...new Set(run.flatMap(({ entry: told }) => feedsFor(told)))];
  const guards = run.map(({ entry: told }) => changeKey(told));
  const found = await table.getMany([...guards, ...feeds.map(keys.feedEnd)]);
  const fresh = run.filter((_, i) => !found[i]);
  const ends = new Map(feeds.map((feed, i) => [feed, readFeedEnd(found[run.length + i])]));
  const entries = entriesOf(fresh, ends);
  const due = run.filter((change) => !change.isRestored || fresh.includes(change));
  const dueFeeds = new Set(due.flatMap(({ entry: told }) => feedsFor(told)));
  const followed = feeds.filter((feed) => dueFeeds.has(feed) && (ends.get(feed)?.hooks ?? 0) > 0);
  const appended = { told: due.map(({ entry: told }) => told), followed };
  if (fresh.length === 0) return appended;
  await table.write([
    ...fresh.map((change) => insert(changeItemOf(change, entries), writeConflict)),
    ...entries.map(({ feed, entry }) => insert(entryItemOf(feed, entry), writeConflict)),
    ...feeds.flatMap((feed) => feedEndWrites(feed, ends.get(feed), entries, dayOf(milliseconds))),
  ]);
  return appended;
};

type FeedRow = { feed: string; entry: ChainedEntry };

const entriesOf = (changes: readonly ResolvedChange[], ends: ReadonlyMap<string, FeedEnd>): FeedRow[] => {
  const last = new Map<string, Pick<FeedEnd, "number" | "hash">>(ends);
  return changes.flatMap(({ entry: told }) =>
    feedsFor(told).map((feed) => {
      const entry = nextEntry(feed, last.get(feed) ?? { number: 0, hash: chainStart }, told);
      last.set(feed, entry);
      return { feed, entry };
    }),
  );
};

const changeKey = ({ record, id }: FeedEntry) => keys.change({ pk: record, sk: "" }, id);

const changeItemOf = (
  { entry: told, salt, changes, keepsValues: isKept }: ResolvedChange,
  entries: readonly FeedRow[],
): Item => {
  const own = entries.filter(({ entry }) => entry.id === told.id);
  const numbers = Object.fromEntries(own.map(({ feed, entry }) => [feed, entry.number]));
  const { id, resourceId } = told;
  // Of whom nothing may be kept any more, a change that is told late has no values either.
  return { ...changeKey(told), id, resourceId, numbers, ...(isKept ? { salt, changes } : {}) };
};

const feedEndWrites = (
  feed: string,
  before: FeedEnd | undefined,
  entries: readonly FeedRow[],
  day: string,
): Write[] => {
  const [first, ...others] = entries.filter((placed) => placed.feed === feed).map(({ entry }) => entry);
  const last = others.at(-1) ?? first;
  if (!first || !last || !before) return [];
  // Days come in order but for a clock that was set back: only a later one is marked.
  const isLater = day > before.day;
  const moved: Write = {
    kind: "update",
    key: keys.feedEnd(feed),
    update: "SET #number = :number, #hash = :hash, #day = :day",
    names: { "#number": "number", "#hash": "hash", "#day": "day" },
    values: { ":number": last.number, ":hash": last.hash, ":day": isLater ? day : before.day, ":seen": before.number },
    condition: {
      expression: before.number === 0 ? "attribute_not_exists(#number) OR #number = :seen" : "#number = :seen",
    },
    onConditionFailed: writeConflict,
  };
  return isLater ? [moved, insert({ ...keys.feedDay(feed, day), number: first.number }, writeConflict)] : [moved];
};
