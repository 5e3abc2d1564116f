import { readFileSync, writeFileSync } from "node:fs";
import { arch, cpus } from "node:os";
import { join } from "node:path";
import { markdownOf } from "./markdown.ts";
import type { Section } from "./section.ts";

const file = join(import.meta.dirname, "../../../docs/measured.md");

const today = () => new Date().toISOString().slice(0, 10);

/** Keeps what was measured in `docs/measured.md`, each part with its day. What was not measured stays as it is. */
export const writeMeasured = (sections: readonly Section[]): void => {
  const where = `Node ${process.versions.node}, ${arch()}, ${cpus().length} cores shared with other work`;
  const dated = sections.map(({ notes, ...section }) => ({
    ...section,
    notes: [`Measured on ${today()}: ${where}.`, ...(notes.length > 0 ? ["", ...notes] : [])],
  }));
  writeFileSync(file, withSections(readFileSync(file, "utf8"), dated));
};

const head = "## ";

/** A document with some of its sections in place of those of the same title; new ones come last. */
export const withSections = (document: string, sections: readonly Section[]): string => {
  const [about = "", ...old] = document.trimEnd().split(/^(?=## )/m);
  const titleOf = (text: string) => text.slice(head.length, text.indexOf("\n"));
  const fresh = new Map(sections.map((section) => [section.title, markdownOf(section)]));
  const kept = old.map((text) => fresh.get(titleOf(text)) ?? text.trimEnd());
  const known = new Set(old.map(titleOf));
  const added = sections.filter(({ title }) => !known.has(title)).map(markdownOf);
  return `${[about.trimEnd(), ...kept, ...added].join("\n\n")}\n`;
};
