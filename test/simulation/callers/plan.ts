import type { SimulatedOperation } from "../machine/operations.ts";

/** What a caller wants done. How it is asked for, and asked for again, follows from the method of its route. */
export type Plan = {
  operation: SimulatedOperation;
  params?: Record<string, string>;
  /** Of whose client the caller is: ids from the top down to its organisation; none for the root's. */
  path?: readonly string[];
  body?: object;
  /** Shows the record and its version; given where the request names a version. */
  read?: SimulatedOperation;
  /** A POST that is to happen once whatever happens. Without a key nobody knows after a lost answer. */
  keyed?: boolean;
  /** A text that only this change brings: who finds it in the record knows that it was made. */
  mark?: string;
  /** What the caller does with the record that it got. */
  learn?: (record: Record<string, unknown>) => void;
};
