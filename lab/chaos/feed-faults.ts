import { localAdmin } from "../../test/demo/api.ts";
import { connect } from "../load/client.ts";
import { historyOf, inParallel, readAll } from "../load/inspect/read-all.ts";
import type { Acknowledged, Journal } from "../load/journal.ts";
import type { Load } from "../load/load.ts";
import type { Fields } from "../load/records.ts";
import type { Site } from "../load/site.ts";
import type { Tree, Viewer } from "../load/tree.ts";
import { entriesByRecord, type FeedEntry, readFeed, verbOf } from "./feed.ts";
import type { Follower } from "./follower.ts";

/** Finds records of a complete feed that are not created once, then updated, and at last deleted at most once. */
export const sequenceFaults = (entries: readonly FeedEntry[]): string[] =>
  [...entriesByRecord(entries)].flatMap(([href, own]) => {
    const verbs = own.map(verbOf).join(" ");
    return /^created( updated)*( deleted)?$/.test(verbs) ? [] : [`The feed has ${href} as ${verbs}`];
  });

/** Finds acknowledged and deleted records that the feed lacks or contradicts. */
export const unpublished = (
  { present, deleted }: Journal,
  entries: readonly FeedEntry[],
  clientOf: (owner: string) => string | undefined,
): string[] => {
  const byRecord = entriesByRecord(entries);
  const check = ({ href, kind, owner }: Acknowledged, isDeleted: boolean): string[] => {
    const own = byRecord.get(href) ?? [];
    const [first] = own;
    const last = own.at(-1);
    if (!first || !last) return [`The feed has no ${href}`];
    const isRight =
      first.type === `${kind}.created` &&
      first.client === clientOf(owner) &&
      (verbOf(last) === "deleted") === isDeleted;
    return isRight ? [] : [`The feed has ${href} of ${owner} as ${JSON.stringify(own)}`];
  };
  return [
    ...[...present.values()].flatMap((record) => check(record, false)),
    ...[...deleted.values()].flatMap((record) => check(record, true)),
  ];
};

type Organisation = Fields & { id: string };

const isUnit = (own: Organisation | undefined) => own?.kind === "cell" || own?.kind === "departmental-committee";
const memberOf = (href: string) => /^(.*)\/history\//.exec(href)?.[1];

/**
 * Compares a client's own feed with the records that it may read. A client of a unit sees members come from other units
 * and leave, each with their complete history.
 */
const viewFaults = async (url: string, { organisationId, credentials }: Viewer): Promise<string[]> => {
  const api = await connect(url, credentials);
  const own = organisationId ? await api.get<Organisation>(`/v1/organisations/${organisationId}`) : undefined;
  const listed = await readAll(api, own);
  const members = [...listed.values()].filter(({ kind }) => kind === "member");
  const histories = (await inParallel(members, 8, (member) => historyOf(api, member))).flat().map(({ href }) => href);
  const shown = new Set([...listed.keys(), ...histories]);
  const byRecord = [...entriesByRecord(await readFeed(api, undefined, 100))];
  const existing = new Set(
    byRecord.flatMap(([href, [...entries]]) => {
      const last = entries.at(-1);
      return last && verbOf(last) === "deleted" ? [] : [href];
    }),
  );
  const withoutHistories = [...existing].filter((href) => memberOf(href) === undefined);
  const ofMembers = histories.filter((href) => existing.has(memberOf(href) ?? ""));
  const published = isUnit(own) ? new Set([...withoutHistories, ...ofMembers]) : existing;
  const who = `A client of ${own ? `the ${own.kind} ${own.name}` : "the root"}`;
  return [
    ...[...shown].filter((href) => !published.has(href)).map((href) => `${who} reads ${href}, which its feed lacks`),
    ...[...published].filter((href) => !shown.has(href)).map((href) => `${who} cannot read ${href} of its feed`),
  ];
};

/** A service under load, and its follower. */
export type Followed = { site: Site; tree: Tree; load: Load; follower: Follower };

/** Compares the feed with the journal, with a second reading of it, and with the views of clients of all levels. */
export const feedFaults = async ({ site, tree, load, follower }: Followed): Promise<string[]> => {
  const api = await connect(site.url, localAdmin);
  const { entries, bookmarks } = follower;
  const again = await readFeed(api, undefined, 83);
  const resumed = await Promise.all(
    bookmarks.map(async ({ cursor, entries: count }) =>
      orderFaults(`The feed from entry ${count} on`, await readFeed(api, cursor, 100), entries.slice(count)),
    ),
  );
  const views: string[][] = [];
  for (const viewer of tree.viewers) views.push(await viewFaults(site.url, viewer));
  return [
    ...follower.faults,
    ...orderFaults("The feed read again", again, entries),
    ...resumed.flat(),
    ...sequenceFaults(entries),
    ...unpublished(load.journal, entries, load.clientOf),
    ...views.flat(),
  ];
};

const orderFaults = (what: string, found: readonly FeedEntry[], expected: readonly FeedEntry[]): string[] => {
  const text = (entry: FeedEntry | undefined) => JSON.stringify(entry);
  const first = found.findIndex((entry, i) => text(entry) !== text(expected[i]));
  if (first < 0 && found.length === expected.length) return [];
  const difference = `${text(found[first])}, ${text(expected[first])}`;
  return [`${what} has ${found.length} of ${expected.length} entries, and differs first at ${first}: ${difference}`];
};
