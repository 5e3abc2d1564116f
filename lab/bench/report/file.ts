import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus } from "node:os";
import { join } from "node:path";
import { markdownOf } from "./markdown.ts";
import type { Section } from "./section.ts";

const file = join(import.meta.dirname, "../../../docs/measured.md");

/** Keeps what was measured in `docs/measured.md`, with its day; parts that were not measured stay as they are. */
export const writeMeasured = (sections: readonly Section[]): void => {
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, replaced(before, sections, new Date().toISOString().slice(0, 10)));
};

/** A document of sections with those in place of the ones of the same title, new ones at its end. */
export const replaced = (before: string, sections: readonly Section[], day: string): string => {
  const [, ...kept] = before.trim().split(/^(?=## )/m);
  const texts = new Map(kept.map((text) => [titleOf(text), text.trim()]));
  for (const section of sections)
    texts.set(section.title, markdownOf({ ...section, notes: [`Measured on ${day}.`, ...section.notes] }));
  const about =
    `Written by \`npm run bench -- --write\`: Node ${process.versions.node}, ${arch()}, ${cpus().length} cores ` +
    "shared with other work, each part on the day it names. Compare ratios, not milliseconds.";
  return `${["# Measured", about, ...texts.values()].join("\n\n")}\n`;
};

const titleOf = (text: string) => text.slice("## ".length, text.indexOf("\n"));
