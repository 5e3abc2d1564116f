import type { Route } from "../../lib/contract/route.ts";
import { Problem } from "../../lib/shared/problem.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { type ApiEvent, bodyBytes, header } from "./event.ts";

const mediaTypes = {
  json: ["application/json"],
  "merge-patch": ["application/merge-patch+json", "application/json"],
  form: ["application/x-www-form-urlencoded"],
} as const;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Levels a body may be nested. No record needs ten; what walks a body level by level must not run out of stack. */
const deepest = 32;

/** The JSON body of a request, any value. Throws 415, 413 or 400 `invalid-json`. */
export const readJson = (event: ApiEvent, route: Route): unknown => {
  const value = parse(readBytes(event, route));
  if (depthOf(value) > deepest) throw new Problem("invalid-json");
  return value;
};

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw new Problem("invalid-json", {}, error);
  }
};

/** How deep a value is nested, as far as it matters. */
const depthOf = (value: unknown): number => {
  let level = [value];
  let depth = 0;
  while (level.length > 0 && depth <= deepest) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    depth += 1;
  }
  return depth;
};

/** The bytes of a body of the media type its route reads, at most 1 MB. */
export const readBytes = (event: ApiEvent, route: Route): Buffer => {
  const type = header(event, "content-type")?.split(";")[0]?.trim().toLowerCase();
  const bytes = bodyBytes(event);
  if (bytes.length > limits.bodyBytes) throw new Problem("too-large");
  if (!mediaTypes[route.bodyType ?? "json"].some((known) => known === type))
    throw new Problem("unsupported-media-type");
  return bytes;
};
