import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder that holds any of the marks, with the mark. */
export const filesContaining = (folder: string, wanted: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => {
      const bytes = readFileSync(file);
      return wanted.filter((mark) => bytes.includes(mark) || file.includes(mark)).map((mark) => `${mark} in ${file}`);
    });
