import { comparableText } from "./text.ts";

/** The Vietnamese alphabet with f, j, w, z in their places (as CLDR's `vi` collation has it). */
const LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const VOWELS = "aăâeêioôơuưy";
/** Ngang, huyền, hỏi, ngã, sắc, nặng: the order of tones in Vietnamese dictionaries. */
const TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];

/**
 * Keys are written with the ASCII characters "%" to "~", as digits of base 90, and levels end with "$"; so a "#" behind a
 * key sorts below any longer key, and DynamoDB's order by UTF-8 bytes is the order of the weights.
 */
const ZERO = "%".charCodeAt(0);
const BASE = 90;
const LEVEL_END = "$";

/** First digits of the weights. A code point takes two of them: 90³ is less than the 1,114,112 code points. */
const FIRST = { space: 0, punctuation: 1, number: 3, letter: 4, other: 4 + LETTERS.length };

const TOKEN = /[0-9]+|\s+|\P{M}\p{M}*|\p{M}+/gu;
const PUNCTUATION = /^[\p{P}\p{S}]$/u;

interface Letter {
  weight: string;
  vowel: boolean;
  tone: number;
  upper: boolean;
}

const LETTER_OF = new Map<string, Letter>(
  [...LETTERS].flatMap((letter, rank) => {
    const vowel = VOWELS.includes(letter);
    const weight = digit(FIRST.letter + rank);
    return (vowel ? TONES : [""]).flatMap((mark, tone): [string, Letter][] => [
      [(letter + mark).normalize("NFC"), { weight, vowel, tone, upper: false }],
      [(letter.toUpperCase() + mark).normalize("NFC"), { weight, vowel, tone, upper: true }],
    ]);
  }),
);

interface Levels {
  letters: string;
  tones: string;
  cases: string;
}

/**
 * The sort key of a name or title, in Vietnamese dictionary order: by the letters of all the text, then by tones, then
 * small before capital. Space sorts before punctuation, digits, letters, other characters (by code point);
 * a run of digits counts by its value ("Chi bộ 2" before "Chi bộ 10", "02" as "2"), a run of white space as one space.
 *
 * A tone belongs to the syllable, so it is weighed once for a run of vowels: "Hoà" and "Hòa", which differ only in the
 * school of spelling, have one key and nothing comes between them. ICU compares letter by letter and puts every "Hoà…"
 * before every "Hòa…"; on words that share a placement of tones the two orders agree.
 *
 * At most four bytes for a character of NFC text, so 200 characters stay under 900 bytes (DynamoDB allows 1,024).
 */
export function titleSortKey(title: string): string {
  const { letters, tones, cases } = weigh(comparableText(title).trim());
  return [letters, tones, withoutTrailingZeros(cases)].join(LEVEL_END);
}

/**
 * The sort key of a full name: given name (the last word), middle words, family name (the first word), each by letters
 * and then tones before the next is looked at; capitals decide last. A single word is a given name. Bounded as titles.
 */
export function personSortKey(fullName: string): string {
  const words = comparableText(fullName).trim().split(/\s+/u);
  const given = words.pop() ?? "";
  const family = words.shift() ?? "";
  const parts = [given, words.join(" "), family].map(weigh);
  const levels = parts.flatMap(({ letters, tones }) => [letters, tones]);
  return [...levels, withoutTrailingZeros(parts.map(({ cases }) => cases).join(""))].join(LEVEL_END);
}

function weigh(text: string): Levels {
  const tokens = text.match(TOKEN) ?? [];
  const letters = tokens.map((token) => LETTER_OF.get(token));
  return {
    letters: tokens.map((token, place) => letters[place]?.weight ?? weightOf(token)).join(""),
    tones: withoutTrailingZeros(vowelRuns(letters).map(toneWeight).join("")),
    cases: letters.map((letter) => (letter ? digit(letter.upper ? 1 : 0) : "")).join(""),
  };
}

/** The tones of each unbroken run of vowels. */
function vowelRuns(letters: (Letter | undefined)[]): number[][] {
  const runs: number[][] = [];
  letters.forEach((letter, place) => {
    if (!letter?.vowel) return;
    if (!letters[place - 1]?.vowel) runs.push([]);
    if (letter.tone > 0) runs.at(-1)?.push(letter.tone);
  });
  return runs;
}

/** One digit for a run of vowels; a second tone, which no Vietnamese syllable has, weighs above all single ones. */
function toneWeight(tones: number[]): string {
  const [first = 0, ...more] = tones;
  return digit(first) + more.map((tone) => digit(tone + TONES.length)).join("");
}

function weightOf(token: string): string {
  if (/^\s/u.test(token)) return digit(FIRST.space);
  if (/^[0-9]/.test(token)) return numberWeight(token.replace(/^0+(?=[0-9])/, ""));
  const first = PUNCTUATION.test(token) ? FIRST.punctuation : FIRST.other;
  return [...token].map((character) => codePointWeight(first, character.codePointAt(0) ?? 0)).join("");
}

/** A longer number is greater: its length comes first, in as many digits as it takes. */
function numberWeight(digits: string): string {
  const step = BASE - 1;
  const length = digit(step).repeat(Math.floor(digits.length / step)) + digit(digits.length % step);
  return digit(FIRST.number) + length + digits;
}

function codePointWeight(first: number, codePoint: number): string {
  const value = first * BASE ** 3 + codePoint;
  return [3, 2, 1, 0].map((power) => digit(Math.floor(value / BASE ** power) % BASE)).join("");
}

function withoutTrailingZeros(weights: string): string {
  let end = weights.length;
  while (weights.charCodeAt(end - 1) === ZERO) end -= 1;
  return weights.slice(0, end);
}

function digit(value: number): string {
  return String.fromCharCode(ZERO + value);
}
