import type { Journal, Kept } from "../../load/journal.ts";
import { type FeedEntry, verbOf } from "./entries.ts";

/** The entries of each record, in order. */
export const livesIn = (entries: readonly FeedEntry[]): Map<string, FeedEntry[]> => {
  const lives = new Map<string, FeedEntry[]>();
  for (const entry of entries) {
    const life = lives.get(entry.resource.href) ?? [];
    life.push(entry);
    lives.set(entry.resource.href, life);
  }
  return lives;
};

/** What is wrong in the lives that a whole feed tells: each begins once, ends at most once, and nothing comes after. */
export const faultsOfLives = (entries: readonly FeedEntry[]): string[] =>
  [...livesIn(entries)].flatMap(([href, life]) => {
    const verbs = life.map(verbOf);
    const middle = verbs.slice(1, -1);
    const isWhole =
      verbs[0] === "created" &&
      middle.every((verb) => verb === "updated") &&
      (verbs.length === 1 || verbs.at(-1) !== "created");
    return isWhole ? [] : [`The life of ${href} is told as ${verbs.join(", ")}`];
  });

/** Records that were acknowledged, or deleted, and that the feed tells otherwise or not at all. */
export const untold = (
  { present, gone }: Journal,
  entries: readonly FeedEntry[],
  clientOf: (owner: string) => string | undefined,
): string[] => {
  const lives = livesIn(entries);
  const check = (kept: Kept, ended: boolean): string[] => {
    const life = lives.get(kept.href) ?? [];
    const [first] = life;
    const last = life.at(-1);
    if (!first || !last) return [`The feed tells nothing of ${kept.href}`];
    const isRight =
      first.type === `${kept.kind}.created` &&
      first.client === clientOf(kept.owner) &&
      (verbOf(last) === "deleted") === ended;
    return isRight ? [] : [`The feed tells ${kept.href} of ${kept.owner} as ${JSON.stringify(life)}`];
  };
  return [
    ...[...present.values()].flatMap((kept) => check(kept, false)),
    ...[...gone.values()].flatMap((kept) => check(kept, true)),
  ];
};
