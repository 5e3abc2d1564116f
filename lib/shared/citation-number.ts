import { documentCode } from "./citation-kinds.ts";

/** A number in a line. Without `number` it is only a part of one: "21-NQ", "59/2023/NĐ". */
export type FoundNumber = {
  index: number;
  end: number;
  number?: string;
  /** Letters of a kind of document. */
  code?: string;
  /** In the form of the State's documents (1234/QĐ-TTg, 59/2023/NĐ-CP), not the Party's (21-NQ/TW). */
  isState: boolean;
};

const upper = "A-ZĐĂÂÊÔƠƯ";
const start = /(?<![\p{L}\p{M}\p{N}][/.,-]?|[/-]|\d ?\/ )\d{1,6}[a-zđ]?(?![\p{L}\p{M}\p{N}])/gu;
const year = / ?\/ ?(\d{4}|\d{2})(?=[ /-])/uy;
/**
 * Abbreviations such as NQ, TTg, BVHTTDL, QH15, T.Ư and SVHTT&DL, with what joins them to the part before; or in lower case, as
 * converted data has them.
 */
const part = new RegExp(
  `(?<joint> ?[/-] ?| )(?<letters>[${upper}](?:[${upper}a-z\\d]{0,19})(?:[.&][${upper}][${upper}a-z\\d]{0,19}){0,3}|[a-zđ]{2,20}\\d{0,2})(?![\\p{L}\\p{M}\\d])`,
  "uy",
);
const abbreviation = new RegExp(`^(?:[${upper}]{2}|[${upper}][a-z]?[${upper}]|[${upper}]\\d*$|[${upper}][.&])`, "u");
/** The National Assembly's documents have its term only: 10/2022/QH15, 02/2022/UBTVQH15. */
const assembly = /^(?:QH|UBTVQH)$/i;
const term = /[ -]?(\d{1,2})(?![\p{L}\p{M}\p{N}/.-])/uy;
/** What shows that a number goes on in a way that is not understood: "NQ/TW-Hội nghị", "NQ/CB 5". */
const continued = /^(?:[\p{L}\p{M}\p{N}_\\]|[/.&-][\p{L}\p{N}]|[/-]$| \d{1,3}(?![\p{L}\p{N}/.-]| tháng))/u;
/** More than any joint circular has. */
const mostParts = 10;

/**
 * The numbers of documents in a line whose dashes are hyphens: digits and letters with hyphens, slashes or spaces between, such as
 * 21-NQ/TW, 1234/QĐ-TTg or, with a year, 59/2023/NĐ-CP. Spaces around hyphens and slashes are removed.
 */
export const findNumbers = (line: string): FoundNumber[] => {
  const found: FoundNumber[] = [];
  for (const { 0: digits, index } of line.matchAll(start)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const number = readNumber(line, index, digits);
    if (number) found.push(number);
  }
  return found;
};

const at = (form: RegExp, line: string, place: number) => {
  form.lastIndex = place;
  return form.exec(line);
};

type Part = { joint: string; letters: string };

const readNumber = (line: string, index: number, digits: string): FoundNumber | undefined => {
  const dated = at(year, line, index + digits.length);
  const { parts, end } = readParts(line, index + digits.length + (dated?.[0].length ?? 0));
  const [first, second] = parts;
  if (!first) return undefined;
  const code = documentCode(first.letters);
  const isState = dated !== null || first.joint === "/" || second?.joint === "-";
  const place = { index, end, isState, ...(code === undefined ? {} : { code }) };
  if (!isWhole(parts, { code, isDated: dated !== null }) || continued.test(line.slice(end))) return place;
  const joints = isState ? ["/", "-"] : ["-", "/"];
  const joined = parts.map(({ joint, letters }, i) => (joint || joints[Math.min(i, 1)]) + letters);
  return { ...place, number: [digits, dated ? `/${dated[1]}` : "", ...joined].join("") };
};

const readParts = (line: string, from: number): { parts: Part[]; end: number } => {
  const parts: Part[] = [];
  let end = from;
  while (parts.length < mostParts) {
    const found = at(part, line, end);
    const { joint = "", letters = "" } = found?.groups ?? {};
    if (!found || !isPart({ joint, letters }, parts, line.slice(end + found[0].length))) break;
    parts.push({ joint: joint.trim(), letters });
    end += found[0].length;
  }
  const [only] = parts;
  const ofTerm = only && parts.length === 1 && assembly.test(only.letters) ? at(term, line, end) : null;
  if (!only || !ofTerm) return { parts, end };
  return { parts: [{ ...only, letters: only.letters + ofTerm[1] }], end: end + ofTerm[0].length };
};

/** Letters of a kind of document need those of an issuer behind them, except for the National Assembly's and for SL. */
const isWhole = (
  [first, second]: readonly Part[],
  { code = "", isDated }: { code: string | undefined; isDated: boolean },
): boolean => {
  if (assembly.test(code)) return isDated && code.length !== first?.letters.length;
  return second !== undefined || code === "" || code === "SL";
};

/**
 * Whether an abbreviation belongs to the number. A space joins only letters of documents and the issuer behind them; behind the
 * issuer, spaced hyphens also begin a remark.
 */
const isPart = ({ joint, letters }: Part, before: readonly Part[], rest: string): boolean => {
  const [first] = before;
  const isBehindCode = documentCode(first?.letters ?? letters) !== undefined;
  // In lower case only the letters of a document and the issuer behind them, without spaces, are clear.
  if (/^[a-zđ]/.test(letters)) return isBehindCode && before.length < 2 && !joint.includes(" ");
  if (!abbreviation.test(letters)) return false;
  if (joint === " ") return isBehindCode && before.length < 2;
  return !joint.includes(" ") || before.length < 2 || !/^ \p{Lu}\p{L}/u.test(rest);
};
