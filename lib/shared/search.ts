import { comparableText, foldMarks, splitLetters } from "./text.ts";

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** The words of a text in lower case and NFC; any other character than a letter, mark or digit separates them ("H'Linh" is two). */
export function searchWords(text: string): string[] {
  return comparableText(comparableText(text).toLowerCase()).match(WORD) ?? [];
}

/**
 * Whether every word of the query begins a word of the name. An unmarked letter of the query stands for that letter
 * with any marks ("dung" finds Dũng, Dung and Đừng), a marked one only for itself. Two words of the query may find the
 * same word of the name, and a query without words finds every name.
 */
export function matchesSearch(query: string, name: string): boolean {
  const nameWords = searchWords(name).map(splitLetters);
  return searchWords(query)
    .map(splitLetters)
    .every((wanted) => nameWords.some((word) => begins(wanted, word)));
}

function begins(wanted: string[], word: string[]): boolean {
  return wanted.every((letter, place) => {
    const found = word[place];
    return found !== undefined && (letter === found || letter === foldMarks(found));
  });
}
