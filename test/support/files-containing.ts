import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder whose bytes or name contain one of the texts, with that text. */
export const filesContaining = (folder: string, texts: readonly string[]): string[] => {
  // Copied: under Jest, arrays of `node:fs` have another prototype, and strict comparisons fail.
  const files = [...readdirSync(folder, { recursive: true, encoding: "utf8" })].map((name) => join(folder, name));
  return files
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => {
      const bytes = readFileSync(file);
      return texts.filter((text) => bytes.includes(text) || file.includes(text)).map((text) => `${text} in ${file}`);
    });
};
