import { setTimeout as pause } from "node:timers/promises";
import { connect, localAdmin } from "../../../test/demo/api.ts";
import type { Load } from "../../load/load.ts";
import type { Site } from "../../load/place/site.ts";
import type { Tree } from "../../load/place/tree.ts";
import type { Seen } from "../../load/records.ts";
import { differences } from "./copies.ts";
import type { FeedEntry } from "./entries.ts";
import type { Follower } from "./follower.ts";
import { faultsOfLives, untold } from "./lives.ts";
import { readFeed } from "./read-feed.ts";
import { faultsOfSubtree } from "./subtrees.ts";

/** Milliseconds within which a follower has all, on a machine however busy. */
const retryRuntime = 60_000;

/** Waits until the follower's copy is what the service shows; gives what still differs after a long time. */
export const settledDifferences = async (follower: Follower, seen: ReadonlyMap<string, Seen>): Promise<string[]> => {
  const deadline = Date.now() + retryRuntime;
  for (;;) {
    await follower.caughtUp();
    const found = differences(follower.state, seen);
    if (found.length === 0 || Date.now() > deadline) return found;
    await pause(100);
  }
};

/** A service under load, and who followed it. */
export type Followed = { site: Site; tree: Tree; load: Load; follower: Follower };

/** Holds the feed against all that clients did, read again from its beginning and from the middle, and by who may see a part. */
export const faultsOfFeed = async ({ site, tree, load, follower }: Followed): Promise<string[]> => {
  const api = await connect(site.url, localAdmin);
  const { entries, bookmarks } = follower;
  const again = await readFeed(api, undefined, 83);
  const resumed = await Promise.all(
    bookmarks.map(async (mark) => {
      const rest = await readFeed(api, mark.cursor, 100);
      return sequenceFaults(`The feed from entry ${mark.entries} on`, rest, entries.slice(mark.entries));
    }),
  );
  const subtrees: string[][] = [];
  for (const viewer of tree.viewers) subtrees.push(await faultsOfSubtree(site.url, viewer));
  return [
    ...follower.faults,
    ...sequenceFaults("The feed read again", again, entries),
    ...resumed.flat(),
    ...faultsOfLives(entries),
    ...untold(load.journal, entries, load.clientOf),
    ...subtrees.flat(),
  ];
};

const sequenceFaults = (what: string, found: readonly FeedEntry[], wanted: readonly FeedEntry[]): string[] => {
  const text = (entry: FeedEntry | undefined) => JSON.stringify(entry);
  const first = found.findIndex((entry, i) => text(entry) !== text(wanted[i]));
  if (first < 0 && found.length === wanted.length) return [];
  const [one, other] = [text(found[first]), text(wanted[first])];
  return [`${what} has ${found.length} entries for ${wanted.length}, and differs first at ${first}: ${one}, ${other}`];
};
