import { citedDocument } from "./citation-documents.ts";
import { readFields } from "./citation-fields.ts";
import type { CitationKind } from "./citation-kinds.ts";
import { cleanLine, comparableLine } from "./text.ts";

/** A reference to a document: its text and the fields known of it. `issuedOn` is `YYYY-MM-DD`. */
export interface Citation {
  text: string;
  kind?: CitationKind | undefined;
  number?: string | undefined;
  issuer?: string | undefined;
  issuedOn?: string | undefined;
}

/** Hyphens that do not break, dashes and the minus sign; slashes of other scripts and of formulas. */
const dashes = /[[\p{Pd}\u02D7\u2043\u2212]--[\-]]/gv;
const slashes = /[\u2044\u2215\uFF0F]/g;

/** Parses a citation. Uncertain fields are omitted; any text is a citation. */
export const parseCitation = (text: string): Citation => {
  const line = comparableLine(text).replace(dashes, "-").replace(slashes, "/");
  const { kind, number, numbered, named, before, after } = citedDocument(line);
  // The part after the number is the most specific; "Kết luận của Bộ Chính trị số 01-KL/TW" has its issuer before.
  const parts = [
    readFields(after, { anchored: numbered, numbered }),
    readFields(before, { anchored: named, numbered: false }),
  ];
  const issuer = parts.find((part) => part.issuer)?.issuer;
  const issuedOn = parts.find((part) => part.issuedOn)?.issuedOn;
  return {
    text: cleanLine(text),
    ...(kind && { kind }),
    ...(number && { number }),
    ...(issuer && { issuer }),
    ...(issuedOn && { issuedOn }),
  };
};

/** Completes a citation: given fields win, the others are parsed from the text. */
export const completeCitation = (input: string | Citation): Citation => {
  if (typeof input === "string") return parseCitation(input);
  const { text, ...fields } = input;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...parseCitation(text), ...given };
};

/** What a caller gave of a stored citation: its text, and the fields that its text does not state. */
export const givenCitation = ({ text, ...fields }: Citation): Citation => {
  const parsed = new Map<string, unknown>(Object.entries(parseCitation(text)));
  return { text, ...Object.fromEntries(Object.entries(fields).filter(([name, value]) => value !== parsed.get(name))) };
};
