/** C0, DEL and C1 controls, line and paragraph separators, lone surrogates and noncharacters. XML has no place for most of them. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/u;
/** Default-ignorable code points, such as soft hyphens, zero width spaces, bidirectional overrides and byte order marks. */
const INVISIBLE = /[[\p{Default_Ignorable_Code_Point}]--[\u200C\u200D]]/v;
const JOINER = /[\u200C\u200D]/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Marks need a letter to be seen; U+2800 is the Braille pattern without dots. */
const VISIBLE = /[[\p{L}\p{N}\p{P}\p{S}\p{Co}]--[\u2800]]/v;
const LINE_BREAK_OR_TAB = /[\n\t]/g;
const WHITE_SPACE = /\p{White_Space}+/gu;
/** Icelandic and African letters that stand for Đ and đ in converted data. */
const D_WITH_STROKE = /[\u00D0\u0189\u00F0]/g;
/** Huyền, sắc, ngã or hỏi typed before the circumflex or breve: not the same text to Unicode, the same letter to a reader. */
const TONE_BEFORE_QUALITY = /(\u0300|\u0301|\u0303|\u0309)(\u0302|\u0306)/g;
const LETTER_WITH_MARKS = /\P{M}\p{M}*|\p{M}+/gu;

const normalize = (value: string) =>
  value.normalize("NFC").replace(D_WITH_STROKE, (letter) => (letter === "\u00F0" ? "đ" : "Đ"));

/** A name or title as it is stored: NFC, Đ for its look-alikes, any white space (line breaks too) as one space, trimmed. */
export const cleanLine = (value: string): string => normalize(value).replace(WHITE_SPACE, " ").replace(/^ | $/g, "");

/** A text of several lines as it is stored: NFC, Đ for its look-alikes, LF for CR LF, trimmed. */
export const cleanText = (value: string): string => trim(normalize(value).replaceAll("\r\n", "\n"));

/** Unlike `String.trim`, leaves a byte order mark, which is refused, and removes U+0085. Linear, as a regular expression is not. */
const trim = (value: string) => {
  const isSpace = (place: number) => /\p{White_Space}/u.test(value.charAt(place));
  let [start, end] = [0, value.length];
  while (start < end && isSpace(start)) start += 1;
  while (start < end && isSpace(end - 1)) end -= 1;
  return value.slice(start, end);
};

export type TextFault =
  | { code: "control-character" | "invisible-character"; character: string }
  | { code: "nothing-visible" };

/**
 * Why a cleaned text cannot be stored: characters that no name or sentence needs and that deceive readers or break documents
 * (Unicode TR 36), or nothing that can be seen. Several lines may contain LF and tab.
 */
export const textFault = (value: string, { lines }: { lines: boolean }): TextFault | undefined => {
  // A space in place of the break, so that two lone surrogates around it do not become a pair.
  const [control] = CONTROL.exec(lines ? value.replace(LINE_BREAK_OR_TAB, " ") : value) ?? [];
  if (control !== undefined) return { code: "control-character", character: codePointOf(control) };
  const [invisible] = INVISIBLE.exec(value) ?? [];
  if (invisible !== undefined) return { code: "invisible-character", character: codePointOf(invisible) };
  return VISIBLE.test(value) ? undefined : { code: "nothing-visible" };
};

/** U+200B */
const codePointOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Characters of a text: code points, as JSON Schema counts them. */
export const lengthOf = (value: string): number => [...value].length;

/**
 * A text as it is compared, searched and sorted: NFC in which the marks of a Vietnamese letter are one letter in any order of
 * typing, Đ for its look-alikes, without invisible characters (ZWJ and ZWNJ, and others in older records).
 */
export const comparableText = (text: string): string => normalize(composeMarks(text.replace(IGNORABLE, "")));

const composeMarks = (text: string) => text.normalize("NFD").replace(TONE_BEFORE_QUALITY, "$2$1").normalize("NFC");

/** A name, number or title as it is compared. */
export const comparableLine = (text: string): string => cleanLine(comparableText(text));

/**
 * The form of a name, number or title by which records are the same. It differs from the stored text only by ZWJ, ZWNJ and the
 * order of marks, so that guards of older records keep their keys.
 */
export const identityOf = (text: string): string => {
  const composed = composeMarks(text);
  return JOINER.test(composed) ? comparableLine(composed) : composed;
};

/** The letters of a composed text, each with the marks that did not compose. */
export const splitLetters = (text: string): string[] => text.match(LETTER_WITH_MARKS) ?? [];

/** Lower case without any marks, đ as d: "Đặng Ấu" gives "dang au". */
export const foldMarks = (text: string): string =>
  comparableText(text).toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").normalize("NFC");
