import type { FieldError } from "../vocabulary/field-errors.ts";
import type { ProblemCode } from "../vocabulary/problems.ts";

/** The record that conflicts with a write. Responses show it where the caller may see it. */
export type Existing = { kind: string; id: string; href: string };

/** How many records of a kind depend on a record. Counts only, also of records that the caller may not see. */
export type DependentCount = { kind: string; count: number };

export type ProblemDetails = {
  fieldErrors?: readonly FieldError[];
  existing?: Existing | undefined;
  /** What depends on the record of an `in-use`. */
  dependents?: readonly DependentCount[];
  /** Seconds after which a retry may succeed. */
  retryAfter?: number;
  /** Methods that a path allows. */
  allow?: readonly string[];
};

/** An error that is reported to the caller. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}, cause?: unknown) {
    super(code, { cause });
    this.name = "Problem";
    this.code = code;
    this.details = details;
  }
}

export const notFound = () => new Problem("not-found");
/** Throws 404 where nothing was found. */
export const orNotFound = async <T>(found: Promise<T | undefined>): Promise<T> => {
  const record = await found;
  if (record === undefined) throw notFound();
  return record;
};
export const invalidInput = (fieldErrors: readonly FieldError[]) => new Problem("invalid-input", { fieldErrors });
