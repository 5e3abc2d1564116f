import { isDay } from "./days.ts";

/** Issuers are names, up to 200 characters (product: API conventions); what runs on longer is a sentence. */
const issuerLength = 200;

/** Matches whole words in lower case or in capitals; in a name, such as "Cục Thi hành án", they have one capital. */
export const wordsForm = (words: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${words}|${words.toUpperCase()})(?![\\p{L}\\p{M}\\p{N}])`, "u");

/** "ngày" with the word before it, and a day: 6 tháng 2 năm 2024, 16-1-2023, 30/04/1975, 2023-01-16. */
const dateForm =
  /(?<![\p{L}\p{M}\p{N}])(?:(?<lead>\p{L}{1,20}) )?ngày:? (?:mùng |mồng )?(?:(?<iso>\d{4}-\d{2}-\d{2})|(?<date>\d{1,2})(?: ?[./-] ?| tháng )(?<month>\d{1,2})(?: ?[./-] ?|,? năm )(?<year>[12]\d{3}))(?!\d)/giu;
/** A day right behind the number: "21-NQ/TW, 25/10/2017". */
const bareDateForm = /^,? ?\(?(?<date>\d{1,2})(?: ?[./-] ?)(?<month>\d{1,2})(?: ?[./-] ?)(?<year>[12]\d{3})(?!\d)/u;
/** Days of entry into force, of terms and anniversaries. */
const otherDay = /^(?:từ|đến|tới|trước|sau|hết|lực|niệm|sinh)$/iu;
const subjectStart = / về |["“«]/iu;

/** "của" names the issuer behind a document's name, number or date (with a term, year or bracket between), not elsewhere. */
const issuerLead = /^(?: ?\([^()]{0,80}\))?(?: kh(?:oá|óa) [IVXL]{1,6})?(?: năm \d{4})?[,;)]? của /iu;
const byIssuer = /(?:^|[ ,(])do (?<issuer>\p{Lu}[^,;()]{1,200}?) (?:ký )?(?:ban hành|thông qua|ký)(?![\p{L}\p{M}])/iu;
/** The commas that are part of a name are those of the Bộ Văn hoá, Thể thao và Du lịch, and its like. */
const issuerEndMark = /,(?! (?:Thể thao|Thương binh)(?!\p{L}))|(?<!TP)\.|[;:()[\]{}<>"'“”‘’«»]/iu;
const issuerEndWord = wordsForm(
  "về|ngày|số|một số|năm|quy định|hướng dẫn|sửa đổi|bổ sung|thay|ban hành|phê duyệt|đối với|nhằm|theo|trong|thực hiện|triển khai|thi hành|" +
    "có hiệu lực|kèm|căn cứ|tại|được|do",
);

/** Date and issuer of a part of a line. `anchored`: it begins right behind the document's name or number. */
export const readFields = (
  text: string,
  { anchored, numbered }: { anchored: boolean; numbered: boolean },
): { issuer?: string | undefined; issuedOn?: string | undefined } => {
  const subject = text.search(subjectStart);
  const part = subject < 0 ? text : text.slice(0, subject);
  const date =
    (numbered ? bareDateForm.exec(part) : null) ??
    [...part.matchAll(dateForm)].find(({ groups }) => !otherDay.test(groups?.lead ?? ""));
  const behindDate = date && part.slice(date.index + date[0].length).replace(/^\)/, "");
  return {
    issuer:
      (anchored ? readIssuer(part) : undefined) ??
      (behindDate ? readIssuer(behindDate) : undefined) ??
      byIssuer.exec(part)?.groups?.issuer,
    issuedOn: date ? dayOfParts(date.groups ?? {}) : undefined,
  };
};

const readIssuer = (text: string): string | undefined => {
  const lead = issuerLead.exec(text);
  if (!lead) return undefined;
  const rest = text.slice(lead[0].length);
  const ends = [rest.search(issuerEndMark), rest.search(issuerEndWord)].filter((end) => end >= 0);
  const issuer = rest.slice(0, Math.min(rest.length, ...ends)).replace(/[ -]+$/, "");
  return issuer.length > 0 && issuer.length <= issuerLength ? issuer : undefined;
};

const dayOfParts = ({ iso, date = "", month = "", year = "" }: Record<string, string>): string | undefined => {
  const day = iso ?? `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(day) ? day : undefined;
};
