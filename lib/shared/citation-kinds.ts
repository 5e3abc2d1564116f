/** The kinds of documents that a citation may name (product: citation). */
export const citationKinds = [
  "resolution",
  "conclusion",
  "directive",
  "regulation",
  "decision",
  "guideline",
  "law",
  "decree",
  "circular",
  "plan",
  "other",
] as const;
export type CitationKind = (typeof citationKinds)[number];

/**
 * Names of documents by kind, with the letters of their numbers: Hướng dẫn 36-HD/VPTW (2018) on the Party's documents, Nghị định
 * 30/2020/NĐ-CP on the State's. QĐ is a decision's (quyết định) or a regulation's (quy định), QH the National Assembly's.
 */
const documents: [CitationKind, codes: string, names: string][] = [
  ["resolution", "NQ NQLT QH UBTVQH", "nghị quyết"],
  ["conclusion", "KL", "kết luận"],
  ["directive", "CT", "chỉ thị"],
  ["regulation", "QĐ QyĐ QĐi", "quy định|qui định"],
  ["decision", "QĐ", "quyết định"],
  ["guideline", "HD", "hướng dẫn"],
  ["law", "QH LCT SL", "bộ luật|luật"],
  ["decree", "NĐ", "nghị định"],
  ["circular", "TT TTLT TTLB", "thông tư"],
  ["plan", "KH", "kế hoạch"],
  ["other", "TB", "thông báo"],
  ["other", "TTr", "tờ trình|thông tri"],
  ["other", "BC", "báo cáo"],
  ["other", "CTr CTHĐ", "chương trình"],
  ["other", "ĐA", "đề án"],
  ["other", "CV", "công văn"],
  ["other", "CĐ", "công điện"],
  ["other", "QC", "quy chế|qui chế"],
  ["other", "PL UBTVQH", "pháp lệnh"],
  ["other", "SL", "sắc lệnh"],
  ["other", "VBHN", "văn bản hợp nhất"],
  ["other", "", "điều lệ|hiến pháp|cương lĩnh|văn kiện|quy trình|nghị định thư"],
];

/** Words that contain a name and mean something else. */
const others =
  "hội nghị|pháp luật|kỷ luật|kỉ luật|luật sư|luật gia|hướng dẫn viên|bộ kế hoạch|sở kế hoạch|phòng kế hoạch|vụ kế hoạch|ban kế hoạch";

type Document = { kind: CitationKind; codes: readonly string[] };
const documentOfName = new Map<string, Document | undefined>([
  ...documents.flatMap(([kind, codes, names]) =>
    names.split("|").map((name): [string, Document] => [name, { kind, codes: codes.split(" ") }]),
  ),
  ...others.split("|").map((words): [string, undefined] => [words, undefined]),
]);

const longestFirst = [...documentOfName.keys()].sort((a, b) => b.length - a.length);
const nameForm = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{M}\\p{N}])`, "giu");

/** A document named in a text: kind, letters of its numbers, and where its name begins and ends. */
export type NamedDocument = Document & { index: number; end: number };

/**
 * The documents that a line names: at its beginning, with a capital, behind "của", or before a number. So "theo quy định" names
 * none.
 */
export const namedDocuments = (line: string): NamedDocument[] => {
  const beginning = line.search(/[\p{L}\p{N}]/u);
  return [...line.matchAll(nameForm)].flatMap(({ 0: name, index }) => {
    const document = documentOfName.get(name.toLowerCase());
    const end = index + name.length;
    const isName =
      index === beginning ||
      /^\p{Lu}/u.test(name) ||
      / của $/iu.test(line.slice(Math.max(0, index - 5), index)) ||
      /^ (?:số:? ?)?\d/iu.test(line.slice(end, end + 8));
    return document && isName ? [{ ...document, index, end }] : [];
  });
};

const codeByLowerCase = new Map(
  documents.flatMap(([, codes]) => codes.split(" ").map((code) => [code.toLowerCase(), code])),
);

/** The letters of a kind of document as they are written officially, from letters in any case and the digits behind them. */
export const documentCode = (letters: string): string | undefined =>
  codeByLowerCase.get(letters.replace(/\d+$/, "").toLowerCase()) || undefined;

/** The only kind of document with these letters; of QĐ in the form of the State's numbers (1234/QĐ-TTg), a decision. */
export const kindOfCode = (letters: string, isState: boolean): CitationKind | undefined => {
  if (letters === "QĐ" && isState) return "decision";
  const kinds = new Set(documents.filter(([, codes]) => codes.split(" ").includes(letters)).map(([kind]) => kind));
  return kinds.size === 1 ? [...kinds][0] : undefined;
};
