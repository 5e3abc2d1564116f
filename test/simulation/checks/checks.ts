import { answers } from "./answers.ts";
import { bytes } from "./bytes.ts";
import type { Check } from "./check.ts";
import { existence } from "./existence.ts";
import { feeds } from "./feeds.ts";
import { figures } from "./figures.ts";
import { guards } from "./guards.ts";
import { moments } from "./moments.ts";
import { references } from "./references.ts";
import { trees } from "./trees.ts";
import { versions } from "./versions.ts";

/** Everything that holds at the end of a run. */
export const checks: readonly Check[] = [
  ...answers,
  ...versions,
  ...references,
  ...existence,
  ...guards,
  ...trees,
  ...figures,
  ...feeds,
  ...bytes,
  ...moments,
];
