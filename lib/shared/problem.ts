import type { FieldError } from "../vocabulary/field-errors.ts";
import type { ProblemCode } from "../vocabulary/problems.ts";

/** A record that stands in the way of a write, shown where the caller may see it. */
export type Existing = { kind: string; id: string; href: string };

export type ProblemDetails = {
  fieldErrors?: readonly FieldError[];
  existing?: Existing | undefined;
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** Methods that a path allows. */
  allow?: readonly string[];
};

/** What goes wrong in a way the caller should know. `code` is one of the closed list of the contract. */
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
export const invalidInput = (faults: readonly FieldError[]) => new Problem("invalid-input", { fieldErrors: faults });
