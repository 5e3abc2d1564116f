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

/** Maximum nesting of a body. Records need fewer than ten levels; recursive functions must not run out of stack. */
const maximumDepth = 32;

/** The JSON body of a request. Throws 415, 413 or 400 `invalid-json`. */
export const readJson = (event: ApiEvent, route: Route): unknown => {
  const value = parse(readBytes(event, route));
  if (depthOf(value) > maximumDepth) throw new Problem("invalid-json");
  return value;
};

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw new Problem("invalid-json", {}, error);
  }
};

/** The nesting of a value; counting stops above the maximum. */
const depthOf = (value: unknown): number => {
  let level = [value];
  let depth = 0;
  while (level.length > 0 && depth <= maximumDepth) {
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    depth += 1;
  }
  return depth;
};

/** The bytes of a body. Throws 413 above 1 MB and 415 for a media type that the route does not accept. */
export const readBytes = (event: ApiEvent, route: Route): Buffer => {
  const type = header(event, "content-type")?.split(";")[0]?.trim().toLowerCase();
  const bytes = bodyBytes(event);
  if (bytes.length > limits.bodyBytes) throw new Problem("too-large");
  if (!mediaTypes[route.bodyType ?? "json"].some((known) => known === type))
    throw new Problem("unsupported-media-type");
  return bytes;
};
