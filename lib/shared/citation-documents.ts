import { wordsForm } from "./citation-fields.ts";
import { type CitationKind, kindOfCode, type NamedDocument, namedDocuments } from "./citation-kinds.ts";
import { type FoundNumber, findNumbers } from "./citation-number.ts";

/** "Nghị quyết số 18": a number without letters is none, but stands where the document's number would. */
const bareNumberForm = /^ (?:số:? ?)?\d{1,6}[a-zđ]?(?![\p{L}\p{M}\p{N}]|[./-][\p{L}\p{N}])/iu;
const numberLead = /^ ?$|số:? ?$/iu;
/** Between a document's name and a number: the number is that of another one. */
const amending =
  "sửa đổi|bổ sung|thay|bãi bỏ|huỷ bỏ|hủy bỏ|đính chính|thực hiện|triển khai|thi hành|hướng dẫn|chi tiết|cụ thể hoá|cụ thể hóa|" +
  "căn cứ|theo|kèm|phê duyệt|quán triệt|học tập|sơ kết|tổng kết|kéo dài|gọi";
const amends = wordsForm(amending);
/** Behind a document and its number: it is about the next one, implements it or replaces it. */
const relation = wordsForm(
  `${amending}|quy định|tuyên truyền|phổ biến|góp ý|báo cáo|gửi|trả lời|liên quan|đối với|nội dung|nêu|trong|tại|khi|để|được`,
);
const subject = / về /iu;
const relationAtEnd = / (?:của|về) $/iu;
const conjunction = /(?:[;,+&]| và| cùng| với| hoặc)(?: các| cả| với| số:?)? ?$/iu;

/** The document that a line cites: the one that it names first. */
export type CitedDocument = {
  kind?: CitationKind | undefined;
  number?: string | undefined;
  /** Whether there are letters or digits where the number is expected. */
  numbered: boolean;
  named: boolean;
  /** The text behind its name, and behind its number, up to the next document. */
  before: string;
  after: string;
};

type Mention = { index: number; end: number; kind: CitationKind | undefined; numbered: boolean };

/** The document that a line (NFC, single spaces, hyphens as dashes) cites; of two documents only the kind that they share. */
export const citedDocument = (line: string): CitedDocument => {
  const named = namedDocuments(line);
  const numbers = findNumbers(line);
  const [document] = named;
  const own = ownNumber(line, named, numbers);
  const kind = document?.kind ?? kindOfNumber(own);
  const from = Math.max(own?.end ?? 0, document?.end ?? 0);
  const others = mentions(
    named.slice(1),
    numbers.filter(({ number }) => !number || number !== own?.number),
    from,
  );
  if (areSeparate(line, from, { others, numbered: own !== undefined })) {
    const shared = others.every((other) => other.kind === kind) ? kind : undefined;
    return { kind: shared, numbered: false, named: false, before: "", after: "" };
  }
  const end = others[0]?.index;
  return {
    kind,
    number: own?.number,
    numbered: own !== undefined,
    named: document !== undefined,
    before: line.slice(document?.end ?? 0, Math.max(document?.end ?? 0, own?.index ?? end ?? line.length)),
    after: own ? line.slice(from, end) : "",
  };
};

const kindOfNumber = (number: FoundNumber | undefined) =>
  number?.code === undefined ? undefined : kindOfCode(number.code, number.isState);

/**
 * The number of the first document, or what stands in its place. Undefined for "Luật sửa đổi … của Luật Di sản văn hoá số
 * 32/2009/QH12" and "Kế hoạch thực hiện Nghị quyết số 21-NQ/TW", whose number is that of the other document.
 */
const ownNumber = (
  line: string,
  [document, ...others]: readonly NamedDocument[],
  [first]: readonly FoundNumber[],
): FoundNumber | undefined => {
  if (!document) return first && (first.code !== undefined || followsLead(line, 0, first)) ? first : undefined;
  const bare = bareNumberForm.exec(line.slice(document.end));
  const bareEnd = document.end + (bare?.[0].length ?? 0);
  if (bare && !(first && first.index < bareEnd)) return { index: document.end, end: bareEnd, isState: false };
  return first && belongsTo(line, document, { number: first, others }) ? first : undefined;
};

/** Whether only "số" is between a place and a number. */
const followsLead = (line: string, from: number, { index }: FoundNumber) => numberLead.test(line.slice(from, index));

const belongsTo = (
  line: string,
  document: NamedDocument,
  { number, others }: { number: FoundNumber; others: readonly NamedDocument[] },
): boolean => {
  const { index, code } = number;
  const fits = ({ codes }: NamedDocument) => code === undefined || codes.includes(code);
  if (!fits(document)) return false;
  if (index < document.index) return followsLead(line, 0, number);
  if (code === undefined && !followsLead(line, document.end, number)) return false;
  const nearer = others.filter((other) => other.index < index);
  return nearer.length > 0 ? !nearer.some(fits) : !amends.test(line.slice(document.end, index));
};

/** Documents named and numbers found from a place on; a name and the number behind it are one mention. */
const mentions = (named: readonly NamedDocument[], numbers: readonly FoundNumber[], from: number): Mention[] => {
  const names = named.filter(({ index }) => index >= from);
  const owners = numbers.map(({ index }) => (index < from ? undefined : names.findLast(({ end }) => end <= index)));
  return [
    ...names.map((name) => ({ ...name, numbered: owners.includes(name) })),
    ...numbers
      .filter(({ index }, i) => index >= from && owners[i] === undefined)
      .map((number) => ({ ...number, kind: kindOfNumber(number), numbered: true })),
  ].sort((a, b) => a.index - b.index);
};

/** Whether the other documents are cited on their own, not as what the first one amends, implements or is about. */
const areSeparate = (
  line: string,
  from: number,
  { others, numbered }: { others: readonly Mention[]; numbered: boolean },
): boolean => {
  const [next] = others;
  if (!next) return false;
  const between = line.slice(from, next.index);
  const isAbout = relation.test(between) || subject.test(between);
  // "phê duyệt Chiến lược, Kế hoạch" lists what the document is about.
  if (conjunction.test(between)) return next.numbered || !isAbout;
  if (relation.test(between) || relationAtEnd.test(between))
    return others.some(({ index }) => /; ?$/.test(line.slice(from, index)));
  return numbered && next.numbered;
};
