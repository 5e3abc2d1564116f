import type { Variable } from "../../lib/contract/environment.ts";

/** An environment variable set by the stack. Throws if it is missing. */
export const readVariable = (name: Variable): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The variable ${name} is not set`);
  return value;
};
