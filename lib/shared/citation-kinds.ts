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

/** Names of documents by kind. `undefined`: words that contain such a name and mean something else. */
const names: [CitationKind | undefined, string[]][] = [
  ["resolution", ["nghị quyết"]],
  ["conclusion", ["kết luận"]],
  ["directive", ["chỉ thị"]],
  ["regulation", ["quy định", "qui định"]],
  ["decision", ["quyết định"]],
  ["guideline", ["hướng dẫn"]],
  ["law", ["bộ luật", "luật"]],
  ["decree", ["nghị định"]],
  ["circular", ["thông tư"]],
  ["plan", ["kế hoạch"]],
  ["other", ["điều lệ", "hiến pháp", "cương lĩnh", "pháp lệnh", "văn kiện", "quy chế", "qui chế", "quy trình"]],
  ["other", ["thông báo", "thông tri", "báo cáo", "chương trình", "đề án", "tờ trình", "công văn", "công điện"]],
  [undefined, ["pháp luật", "kỷ luật", "kỉ luật", "bộ kế hoạch", "sở kế hoạch", "phòng kế hoạch", "vụ kế hoạch"]],
];

/**
 * The letters of a document's number by kind: Hướng dẫn 36-HD/VPTW (2018) on the Party's documents, Nghị định
 * 30/2020/NĐ-CP on the State's. QĐ is a decision's (quyết định) or a regulation's (quy định), QH the National Assembly's.
 */
export const kindsOfCode: ReadonlyMap<string, readonly CitationKind[]> = new Map<string, CitationKind[]>([
  ["NQ", ["resolution"]],
  ["KL", ["conclusion"]],
  ["CT", ["directive"]],
  ["QĐ", ["decision", "regulation"]],
  ["HD", ["guideline"]],
  ["QH", ["law", "resolution"]],
  ["NĐ", ["decree"]],
  ["TT", ["circular"]],
  ["TTLT", ["circular"]],
  ["KH", ["plan"]],
]);

const kindOfName = new Map(names.flatMap(([kind, words]) => words.map((word) => [word, kind] as const)));
const longestFirst = [...kindOfName.keys()].sort((a, b) => b.length - a.length);
const nameForm = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${longestFirst.join("|")})(?![\\p{L}\\p{M}\\p{N}])`, "giu");

/** The kind of a document named in a text, and where its name ends. */
export interface NamedKind {
  kind: CitationKind;
  end: number;
}

/**
 * The first document that a text (NFC, single spaces) names: at its beginning, with a capital, or before its number. So
 * "theo quy định" names none.
 */
export function findKind(text: string): NamedKind | undefined {
  const beginning = text.search(/[\p{L}\p{N}]/u);
  for (const { 0: name, index } of text.matchAll(nameForm)) {
    const kind = kindOfName.get(name.toLowerCase());
    const end = index + name.length;
    const isName = index === beginning || /^\p{Lu}/u.test(name) || isBeforeNumber(text, end);
    if (kind && isName) return { kind, end };
  }
  return undefined;
}

function isBeforeNumber(text: string, end: number): boolean {
  return /^ (?:số:? ?)?\d/iu.test(text.slice(end, end + 8));
}
