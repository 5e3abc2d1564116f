import type { FunctionSettings } from "../../../lib/contract/functions.ts";

/** How many times the floor's start a function behind the API may take; signing for S3 has its price. */
const ofApi = 1.25;
const ofSigning = 1.6;

/** The bar of a function, or undefined where nobody waits for its start. */
export const barOf = ({ trigger, bucket }: Pick<FunctionSettings, "trigger" | "bucket">): number | undefined => {
  if (trigger !== undefined) return undefined;
  return bucket === "none" ? ofApi : ofSigning;
};

export const markOf = (ratio: number, bar: number | undefined): string =>
  bar !== undefined && ratio > bar ? `▲ over ${bar}` : "";
