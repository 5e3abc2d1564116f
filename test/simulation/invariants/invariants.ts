import { figures } from "./counters.ts";
import { moments } from "./every-write.ts";
import { existence } from "./existence.ts";
import { feeds } from "./feeds.ts";
import { bytes } from "./objects.ts";
import { references } from "./reference-counts.ts";
import { answers } from "./responses.ts";
import type { Check } from "./snapshot.ts";
import { trees } from "./trees.ts";
import { guards } from "./uniqueness.ts";
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
