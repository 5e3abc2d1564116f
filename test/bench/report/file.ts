import { writeFileSync } from "node:fs";
import { arch, cpus } from "node:os";
import { join } from "node:path";
import { markdownOf } from "./markdown.ts";
import type { Section } from "./section.ts";

const file = join(import.meta.dirname, "../../../docs/measured.md");

/** Keeps what was measured as `docs/measured.md`, with its day and how to measure it again. */
export const writeMeasured = (sections: readonly Section[]): void => {
  const day = new Date().toISOString().slice(0, 10);
  const about =
    `Written by \`npm run bench -- --write\` on ${day}: Node ${process.versions.node}, ${arch()}, ${cpus().length} cores ` +
    "shared with other work. Compare ratios, not milliseconds.";
  writeFileSync(file, `${["# Measured", about, ...sections.map(markdownOf)].join("\n\n")}\n`);
};
