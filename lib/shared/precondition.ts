import { Problem } from "./problem.ts";

/** What `If-Match` asks of a record's version: `any` for `*`, or one of those named. */
export type Precondition = { any: true } | { versions: readonly number[] };

const matches = (precondition: Precondition, version: number) =>
  "any" in precondition || precondition.versions.includes(version);

/** For a write that must say what it saw. Throws 428 without a precondition, 412 when the record has moved on. */
export const requireIfMatch = (precondition: Precondition | undefined, version: number): void => {
  if (!precondition) throw new Problem("precondition-required");
  if (!matches(precondition, version)) throw new Problem("stale");
};

/** For a write that may say what it saw. `version` is undefined where nothing stands yet. */
export const checkIfMatch = (precondition: Precondition | undefined, version: number | undefined): void => {
  if (precondition && (version === undefined || !matches(precondition, version))) throw new Problem("stale");
};
