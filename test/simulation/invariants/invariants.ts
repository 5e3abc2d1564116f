import type { Simulation } from "../run/simulation.ts";
import { moments } from "./every-write.ts";
import { existence } from "./existence.ts";
import { feeds } from "./feeds.ts";
import { objects } from "./objects.ts";
import { referenceCounts } from "./reference-counts.ts";
import { references } from "./references.ts";
import { responses } from "./responses.ts";
import { type Invariants, readSnapshot } from "./snapshot.ts";
import { statistics } from "./statistics.ts";
import { trees } from "./trees.ts";
import { uniqueness } from "./uniqueness.ts";
import { versions } from "./versions.ts";

const invariants: Invariants = {
  ...responses,
  ...versions,
  ...referenceCounts,
  ...existence,
  ...references,
  ...uniqueness,
  ...trees,
  ...statistics,
  ...feeds,
  ...objects,
  ...moments,
};

/** The violations of all invariants at the end of a run. */
export const violationsOf = (simulation: Simulation): string[] => {
  const snapshot = readSnapshot(simulation);
  return Object.entries(invariants).flatMap(([name, violations]) =>
    violations(snapshot, simulation).map((violation) => `${name}: ${violation}`),
  );
};
