import { comparableText, foldMarks, splitLetters } from "./text.ts";

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Huyền, sắc, ngã, hỏi, nặng. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const VOWEL = /^[aeiouy]/;

/** The words of a text in lower case and NFC; any other character than a letter, mark or digit separates them ("H'Linh" is two). */
export const searchWords = (text: string): string[] =>
  comparableText(comparableText(text).toLowerCase()).match(WORD) ?? [];

/** A letter of a word with the tones of its run of vowels, to which a tone belongs wherever it is written. */
type Letter = { written: string; bare: string; toneless: string; tones: string };

const lettersOf = (word: string): Letter[] => {
  const letters = splitLetters(word).map((written) => {
    const decomposed = written.normalize("NFD");
    return {
      written,
      bare: foldMarks(written),
      toneless: decomposed.replace(TONES, "").normalize("NFC"),
      tones: (decomposed.match(TONES) ?? []).join(""),
    };
  });
  const isVowel = (place: number) => VOWEL.test(letters[place]?.bare ?? "");
  return letters.map((letter, place) => {
    if (!isVowel(place)) return letter;
    let [from, to] = [place, place];
    while (isVowel(from - 1)) from -= 1;
    while (isVowel(to + 1)) to += 1;
    const run = letters.slice(from, to + 1);
    return { ...letter, tones: run.map(({ tones }) => tones).join("") };
  });
};

/**
 * Whether every word of the query begins a word of the name. An unmarked letter of the query stands for that letter
 * with any marks ("dung" finds Dũng, Dung and Đừng), a marked one only for itself, on whichever vowel of the syllable the tone is
 * written ("hòa" finds Hoà). Two words of the query may find the same word of the name, and a query without words finds every name.
 */
export const matchesSearch = (query: string, name: string): boolean => {
  const nameWords = searchWords(name).map(lettersOf);
  return searchWords(query)
    .map(lettersOf)
    .every((wanted) => nameWords.some((word) => begins(wanted, word)));
};

const begins = (wanted: readonly Letter[], word: readonly Letter[]): boolean =>
  wanted.every((letter, place) => {
    const found = word[place];
    return found !== undefined && matches(letter, found);
  });

const matches = (wanted: Letter, found: Letter): boolean => {
  const isVowel = VOWEL.test(wanted.bare);
  // Without a tone in its syllable, a letter is compared as it is written.
  if (!isVowel || wanted.tones === "") return wanted.written === found.written || wanted.written === found.bare;
  return wanted.tones === found.tones && (wanted.toneless === found.toneless || wanted.written === found.bare);
};
