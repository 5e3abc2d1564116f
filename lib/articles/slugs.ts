import { ownLength } from "../shared/ids.ts";
import { slugOf, slugWith } from "../shared/slug.ts";
import type { Item } from "../table/write.ts";

/** Articles of one headline that are told apart by numbers; further ones carry the id of their meeting. */
const numbered = 10;
/** Stands for a headline without a Latin letter or digit. */
const unnamed = "su-kien";

/** The slugs an article may have, best first; the last one is nobody else's. */
export const slugCandidates = (headline: string, meetingId: string): string[] => {
  const text = slugOf(headline) === "" ? unnamed : headline;
  const numbers = Array.from({ length: numbered - 1 }, (_, i) => slugWith(text, String(i + 2)));
  return [slugOf(text), ...numbers, slugWith(text, meetingId.slice(0, ownLength).toLowerCase())];
};

/** The first candidate that is free, or the article's own already; undefined where others have all of them. */
export const firstFreeSlug = (
  slugs: readonly string[],
  guards: readonly (Item | undefined)[],
  meetingId: string,
): string | undefined => slugs.find((_, i) => guards[i] === undefined || guards[i].meetingId === meetingId);
