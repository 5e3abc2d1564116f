import { createRequire } from "node:module";
import { codeOf } from "../errors.ts";

const { resolve } = createRequire(import.meta.url);

/** The file of an installed module, or undefined where it is not installed. */
export function resolveIfThere(module: string): string | undefined {
  try {
    return resolve(module);
  } catch (error) {
    if (codeOf(error) === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
