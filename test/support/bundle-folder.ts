import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary folder; remove it when done. */
export const temporaryFolder = () => mkdtempSync(join(tmpdir(), "dangbo-test-"));

/** Writes the code of a function as a bundle is laid out, and gives its file. */
export const writeBundle = (folder: string, name: string, code: string): string => {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const file = join(own, "index.js");
  writeFileSync(file, code);
  return file;
};
