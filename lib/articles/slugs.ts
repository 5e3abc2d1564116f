import { ownLength } from "../shared/ids.ts";
import { slugOf, slugWith } from "../shared/slug.ts";
import type { Item } from "../table/write.ts";

/** Slugs of one headline with a number; further ones end in the id of their meeting. */
const numberedSlugs = 10;
/** Slug of a headline without a Latin letter or digit. */
const fallbackText = "su-kien";

/** The candidate slugs of an article, best first. The last one is unique to its meeting. */
export const slugCandidates = (headline: string, meetingId: string): string[] => {
  const text = slugOf(headline) === "" ? fallbackText : headline;
  const numbers = Array.from({ length: numberedSlugs - 1 }, (_, i) => slugWith(text, String(i + 2)));
  return [slugOf(text), ...numbers, slugWith(text, meetingId.slice(0, ownLength).toLowerCase())];
};

/** The first candidate that is free or already belongs to the article; undefined where others have all of them. */
export const firstFreeSlug = (
  slugs: readonly string[],
  guards: readonly (Item | undefined)[],
  meetingId: string,
): string | undefined => slugs.find((_, i) => guards[i] === undefined || guards[i].meetingId === meetingId);
