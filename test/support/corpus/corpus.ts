import { bombs } from "./bombs.ts";
import type { CorpusFile } from "./corpus-file.ts";
import { foreignFiles } from "./foreign.ts";
import { malformedFiles } from "./malformed.ts";
import { unusualFiles } from "./unusual.ts";
import { validFiles } from "./valid.ts";

export const corpus: readonly CorpusFile[] = [
  ...validFiles,
  ...unusualFiles,
  ...bombs,
  ...malformedFiles,
  ...foreignFiles,
];
