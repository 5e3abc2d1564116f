import { Problem } from "./problem.ts";

/** The versions that `If-Match` accepts: any for `*`, or those named. */
export type Precondition = { any: true } | { versions: readonly number[] };

const matches = (precondition: Precondition, version: number) =>
  "any" in precondition || precondition.versions.includes(version);

/** For writes that require `If-Match`. Throws 428 without it, 412 for another version. */
export const requireIfMatch = (precondition: Precondition | undefined, version: number): void => {
  if (!precondition) throw new Problem("precondition-required");
  if (!matches(precondition, version)) throw new Problem("stale");
};

/** For writes that accept `If-Match`. `version` is undefined where there is no record yet. Throws 412. */
export const checkIfMatch = (precondition: Precondition | undefined, version: number | undefined): void => {
  if (precondition && (version === undefined || !matches(precondition, version))) throw new Problem("stale");
};
