import { type CitationKind, findKind, kindsOfCode } from "./citation-kinds.ts";
import { isDay } from "./days.ts";
import { cleanText } from "./text.ts";

/** A reference to a document: its text and the fields known of it. `issuedOn` is `YYYY-MM-DD`. */
export interface Citation {
  text: string;
  kind?: CitationKind | undefined;
  number?: string | undefined;
  issuer?: string | undefined;
  issuedOn?: string | undefined;
}

/** Issuers are names, up to 200 characters (product: API conventions); what runs on longer is a sentence. */
const issuerLength = 200;

/** 21-NQ/TW, 1234/QĐ-TTg; with a year 59/2023/NĐ-CP, 10/2022/QH15. Parts are bounded, so that reading stays linear. */
const numberForm =
  /(?<![\p{L}\p{M}\p{N}/.–-])\d{1,5}[a-zđ]?(?:\/\d{4}[–/-](?<dated>\p{Lu}\p{L}{0,9})\d{0,3}|[–/-](?<code>\p{Lu}\p{L}{0,9})(?=[–/-]\p{Lu}))(?:[–/-]\p{Lu}[\p{L}\d]{0,19})*(?![\p{L}\p{M}\d]|[–/-]\p{Lu})/gu;
/** "Nghị quyết số 18": a number without letters counts right behind the document's name only. */
const bareNumberForm = /^ số:? ?(\d{1,5})(?![\p{L}\p{M}\p{N}]|[–./-][\p{L}\p{N}])/iu;
const dateForm =
  /(?<![\p{L}\p{M}\p{N}])ngày (\d{1,2})(?: ?[./-] ?| tháng )(\d{1,2})(?: ?[./-] ?| năm )([12]\d{3})(?!\d)/iu;
const subjectStart = / về |["“«]/iu;

/** "của" names the issuer behind a document's name, number or date (with a term, year or bracket between), not elsewhere. */
const issuerLead = /^(?: ?\([^()]{0,80}\))?(?: kh(?:oá|óa) [IVXL]{1,6})?(?: năm \d{4})?[,;)]? của /iu;
/** The one comma that is part of a name is that of the Bộ Văn hoá, Thể thao và Du lịch. */
const issuerEnd =
  /,(?! Thể thao và Du lịch)|(?<!TP)\.|[;:()[\]{}<>"'“”‘’«»]| (?:về|ngày|số|năm|quy định|hướng dẫn|sửa đổi|ban hành|phê duyệt|đối với|nhằm|theo|trong)(?![\p{L}\p{M}\p{N}])|$/iu;

/** Parses a citation. Uncertain fields are omitted; any text is a citation. */
export function parseCitation(text: string): Citation {
  const reading = cleanText(text).replace(/\s+/gu, " ");
  const named = findKind(reading);
  const { number, kindByNumber, before, after } = splitAtNumber(reading.slice(named?.end ?? 0), named?.kind);
  const kind = named?.kind ?? kindByNumber;
  // The part after the number is the most specific; "Kết luận của Bộ Chính trị số 01-KL/TW" has its issuer before.
  const parts = [readPart(after, number !== undefined), readPart(before, named !== undefined)];
  const issuer = parts.find((part) => part.issuer)?.issuer;
  const issuedOn = parts.find((part) => part.issuedOn)?.issuedOn;
  return {
    text: cleanText(text),
    ...(kind && { kind }),
    ...(number && { number }),
    ...(issuer && { issuer }),
    ...(issuedOn && { issuedOn }),
  };
}

/** Completes a citation: given fields win, the others are parsed from the text. */
export function completeCitation(input: string | Citation): Citation {
  if (typeof input === "string") return parseCitation(input);
  const { text, ...fields } = input;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...parseCitation(text), ...given };
}

interface Split {
  number?: string;
  kindByNumber?: CitationKind | undefined;
  before: string;
  after: string;
}

/** A number whose letters imply another kind belongs to another document, as does what follows it or a second number. */
function splitAtNumber(text: string, named: CitationKind | undefined): Split {
  const [first, second] = text.matchAll(numberForm);
  const bare = named && bareNumberForm.exec(text);
  if (bare?.[1]) return { number: bare[1], before: "", after: text.slice(bare[0].length, first?.index) };
  if (!first) return { before: text, after: "" };
  const before = text.slice(0, first.index);
  const kinds = kindsOfCode.get(first.groups?.dated ?? first.groups?.code ?? "") ?? [];
  if (named && kinds.length > 0 && !kinds.includes(named)) return { before, after: "" };
  return {
    number: first[0].replaceAll("–", "-"),
    kindByNumber: kinds.length === 1 ? kinds[0] : undefined,
    before,
    after: text.slice(first.index + first[0].length, second?.index),
  };
}

/** Date and issuer of a part of the text. `anchored`: it begins right after the document's name or number. */
function readPart(text: string, anchored: boolean): { issuer?: string | undefined; issuedOn?: string | undefined } {
  const subject = text.search(subjectStart);
  const part = subject < 0 ? text : text.slice(0, subject);
  const date = dateForm.exec(part);
  const behindDate = date && part.slice(date.index + date[0].length);
  return {
    issuer: (anchored ? readIssuer(part) : undefined) ?? (behindDate ? readIssuer(behindDate) : undefined),
    issuedOn: date ? dayOfParts(date) : undefined,
  };
}

function readIssuer(text: string): string | undefined {
  const lead = issuerLead.exec(text);
  if (!lead) return undefined;
  const rest = text.slice(lead[0].length);
  const issuer = rest.slice(0, rest.search(issuerEnd)).trim();
  return issuer.length > 0 && issuer.length <= issuerLength ? issuer : undefined;
}

function dayOfParts([, date = "", month = "", year = ""]: string[]): string | undefined {
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(day) ? day : undefined;
}
