import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { markdownOf } from "../bench/report/markdown.ts";
import type { Section } from "../bench/report/section.ts";

const file = join(import.meta.dirname, "../../docs/scale.md");

const about = [
  "# Scale",
  "",
  "Written by `npm run scale -- --measure --day --write`, which measures nations that `npm run scale -- --members N` has loaded;",
  "each part can be measured again alone.",
].join("\n");

/** What stands between a part's first and last line. */
const marks = (part: string) => [`<!-- ${part} -->`, `<!-- end of ${part} -->`] as const;

const partIn = (text: string, part: string): string => {
  const [from, until] = marks(part);
  return text.split(from)[1]?.split(until)[0]?.trim() ?? "";
};

/** Keeps what was measured in `docs/scale.md`; a part that was not measured stays as it is there. */
export const writeScale = (parts: Readonly<Record<string, readonly Section[]>>): void => {
  const old = existsSync(file) ? readFileSync(file, "utf8") : "";
  const texts = Object.entries(parts).map(([part, sections]) => {
    const [from, until] = marks(part);
    const text = sections.length > 0 ? sections.map(markdownOf).join("\n\n") : partIn(old, part);
    return [from, text, until].join("\n\n");
  });
  writeFileSync(file, `${[about, ...texts].join("\n\n")}\n`);
};
