import { Problem } from "./problem.ts";

/** The condition of a request on the record that it writes (RFC 9110 §13.1): `If-Match` with any or named versions, or `If-None-Match`. */
export type Precondition = { any: true } | { versions: readonly number[] } | { noneMatch: "any" | readonly number[] };

/** `version` is undefined where there is no record. */
const holds = (precondition: Precondition, version: number | undefined): boolean => {
  if (!("noneMatch" in precondition))
    return version !== undefined && ("any" in precondition || precondition.versions.includes(version));
  const { noneMatch } = precondition;
  return version === undefined || (noneMatch !== "any" && !noneMatch.includes(version));
};

/** For writes that require `If-Match`. Throws 428 without it, 412 for another version. */
export const requireIfMatch = (precondition: Precondition | undefined, version: number): void => {
  if (!precondition || "noneMatch" in precondition) throw new Problem("precondition-required");
  if (!holds(precondition, version)) throw new Problem("stale");
};

/** For writes that accept a condition. `version` is undefined where there is no record yet. Throws 412. */
export const checkPrecondition = (precondition: Precondition | undefined, version: number | undefined): void => {
  if (precondition && !holds(precondition, version)) throw new Problem("stale");
};
