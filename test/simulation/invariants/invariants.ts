import { figures } from "./counters.ts";
import { moments } from "./every-write.ts";
import { existence } from "./existence.ts";
import { feeds } from "./feeds.ts";
import { bytes } from "./objects.ts";
import { references } from "./reference-counts.ts";
import { dangling } from "./references.ts";
import { answers } from "./responses.ts";
import type { Invariant } from "./snapshot.ts";
import { trees } from "./trees.ts";
import { guards } from "./uniqueness.ts";
import { versions } from "./versions.ts";

/** All invariants. */
export const invariants: readonly Invariant[] = [
  ...answers,
  ...versions,
  ...references,
  ...existence,
  dangling,
  ...guards,
  ...trees,
  ...figures,
  ...feeds,
  ...bytes,
  ...moments,
];
