import type { Variable } from "../../lib/contract/environment.ts";

/** A variable the stack gives this function. Throws when it is missing: the function must not start without it. */
export const readVariable = (name: Variable): string => {
  const value = process.env[name];
  if (!value) throw new Error(`The variable ${name} is not set`);
  return value;
};
