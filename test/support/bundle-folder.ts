import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A temporary folder; the caller removes it. */
export const temporaryFolder = () => mkdtempSync(join(tmpdir(), "dangbo-test-"));

/** A temporary folder that is removed after the tests of the file. */
export const useTemporaryFolder = (): string => {
  const folder = temporaryFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Writes the code of a function in the layout of a bundle and returns its file. */
export const writeBundle = (folder: string, name: string, code: string): string => {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const file = join(own, "index.js");
  writeFileSync(file, code);
  return file;
};
