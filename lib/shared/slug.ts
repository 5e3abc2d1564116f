import { foldMarks } from "./text.ts";

/** Characters of the longest slug: a path that still reads well in a message or on paper. */
export const slugLength = 80;

/** The words that fit a length, joined by hyphens; a first word that is longer is cut. */
const fitting = (words: readonly string[], length: number): string => {
  const [first = "", ...rest] = words;
  let slug = first.slice(0, length);
  for (const word of rest) {
    if (slug.length + 1 + word.length > length) break;
    slug += `-${word}`;
  }
  return slug;
};

const wordsOf = (text: string) => foldMarks(text).match(/[a-z0-9]+/g) ?? [];

/**
 * A text as part of a path: Vietnamese letters without marks, small, words joined by hyphens, cut between words. Empty
 * where nothing of the text is a Latin letter or a digit.
 */
export const slugOf = (text: string): string => fitting(wordsOf(text), slugLength);

/** The slug with a suffix that makes it unique, within the maximal length. */
export const slugWith = (text: string, suffix: string): string =>
  `${fitting(wordsOf(text), slugLength - suffix.length - 1)}-${suffix}`;
