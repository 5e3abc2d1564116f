const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const LINE_BREAK_OR_TAB = /\r\n|[\n\t]/g;
/** Huyền, sắc, ngã or hỏi typed before the circumflex or breve: not the same text to Unicode, the same letter to a reader. */
const TONE_BEFORE_QUALITY = /(\u0300|\u0301|\u0303|\u0309)(\u0302|\u0306)/g;
const LETTER_WITH_MARKS = /\P{M}\p{M}*|\p{M}+/gu;

/** Text as it is stored: Unicode NFC, trimmed. */
export function cleanText(value: string): string {
  return value.normalize("NFC").trim();
}

/**
 * Whether a text contains characters that no name or sentence needs and that can deceive: C0, DEL and C1 controls, line and
 * paragraph separators, lone surrogates, bidirectional overrides and isolates (Unicode TR 36 §2.5), byte order marks.
 * With `lineBreaks`, LF, CR LF and tab are allowed. `cleanText` trims them at the ends.
 */
export function hasControlCharacters(value: string, allowed: { lineBreaks: boolean } = { lineBreaks: false }): boolean {
  // A space in place of the break, so that two lone surrogates around it do not become a pair.
  return CONTROL.test(allowed.lineBreaks ? value.replace(LINE_BREAK_OR_TAB, " ") : value);
}

/** NFC in which the marks of a Vietnamese letter are one letter, in any order of typing. */
export function composeMarks(text: string): string {
  return text.normalize("NFD").replace(TONE_BEFORE_QUALITY, "$2$1").normalize("NFC");
}

/** The letters of a composed text, each with the marks that did not compose. */
export function splitLetters(text: string): string[] {
  return text.match(LETTER_WITH_MARKS) ?? [];
}

/** Lower case without any marks, đ as d: "Đặng Ấu" gives "dang au". */
export function foldMarks(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").normalize("NFC");
}
