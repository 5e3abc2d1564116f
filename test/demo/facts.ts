import { readFileSync } from "node:fs";
import { join } from "node:path";

export type CitationFact = { text: string; kind?: string; number?: string; issuer?: string; issuedOn?: string };

/** The facts of the reference conference in conference-2023.json. */
export type Facts = {
  organisations: {
    superiors: { key: string; kind: string; name: string; parent?: string }[];
    committee: { key: string; kind: string; name: string; shortName: string; parent: string };
    cells: string[];
  };
  members: {
    total: number;
    official: number;
    probationary: number;
    named: { fullName: string; jobTitle: string; position: { role: string; of: string } }[];
  };
  meeting: {
    kind: string;
    title: string;
    date: string;
    partOfDay: string;
    attendees: {
      guest?: { fullName: string; title: string; organisation: string };
      member?: string;
      group?: { name: string };
      roles: string[];
    }[];
    references: CitationFact[];
    document: { kind: string; title: string; presentedBy: string; findings: { kind: string; text: string }[] };
    guidance: { number: number; text: string; references: string[] }[];
  };
  awards: {
    year: number;
    form: string;
    title: string;
    collective: string[];
    individuals: number;
    collectivePresentedBy: string;
  };
  photos: { credit: string; captions: string[] };
  article: { author: string; photographer: string; section: string; language: string; headline: string };
  expected: {
    statisticsAsOf: string;
    members: { total: number; official: number; probationary: number };
    cells: number;
    awards2023: { collective: number; individual: number };
    vote: { for: number; base: number; percent: number; adopted: boolean };
    guidance: number;
    photos: number;
  };
};

export const readFacts = (): Facts =>
  JSON.parse(readFileSync(join(import.meta.dirname, "conference-2023.json"), "utf8"));
