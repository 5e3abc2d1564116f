import type { Route } from "../../lib/contract/route.ts";
import { Problem } from "../../lib/shared/problem.ts";
import type { FieldError } from "../../lib/vocabulary/field-errors.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { duplicateNames } from "./duplicate-names.ts";
import { type ApiEvent, bodyBytes, header } from "./event.ts";
import { parameterValues } from "./media-type.ts";

const mediaTypes = {
  json: ["application/json"],
  "merge-patch": ["application/merge-patch+json", "application/json"],
  form: ["application/x-www-form-urlencoded"],
} as const;

type BodyType = NonNullable<Route["bodyType"]>;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** Maximum nesting of a body. Records need fewer than ten levels; recursive functions must not run out of stack. */
const maximumDepth = 32;

/** The JSON body of a request. Throws 415, 413, 400 `invalid-encoding` or `invalid-json`. */
export const readJson = (event: ApiEvent, bodyType: BodyType): unknown => {
  const text = readText(event, bodyType);
  const value = parse(text);
  if (depthOf(value) > maximumDepth) throw new Problem("invalid-json");
  const repeated = duplicateNames(text);
  if (repeated.length > 0) throw new Problem("invalid-json", { fieldErrors: repeated.map(duplicateName) });
  return value;
};

const duplicateName = (pointer: string): FieldError => ({ pointer, code: "duplicate-name" });

/** Whether a request has a body at all. */
export const hasBody = (event: ApiEvent): boolean => (event.body ?? "") !== "";

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
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

/** The text of a body. Throws 413 above 1 MB, 415 for a type or encoding that the route does not accept, 400 if it is not UTF-8. */
export const readText = (event: ApiEvent, bodyType: BodyType): string => {
  const contentType = header(event, "content-type") ?? "";
  const bytes = bodyBytes(event);
  if (bytes.length > limits.bodyBytes) throw new Problem("too-large");
  if (!mediaTypes[bodyType].some((known) => known === contentType.split(";")[0]?.trim().toLowerCase()))
    throw new Problem("unsupported-media-type");
  if (!parameterValues(contentType, "charset").every(isUtf8)) throw new Problem("unsupported-charset");
  if (!isIdentity(header(event, "content-encoding"))) throw new Problem("unsupported-content-encoding");
  // A gateway that passes a body as text replaces bytes that are not UTF-8, which changes the length.
  const sent = header(event, "content-length");
  if (!event.isBase64Encoded && sent !== undefined && Number(sent) !== bytes.length)
    throw new Problem("invalid-encoding");
  return decode(bytes);
};

const decode = (bytes: Buffer): string => {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw new Problem("invalid-encoding", {}, error);
  }
};

/** JSON is UTF-8 (RFC 8259 §8.1), also without a parameter. */
const isUtf8 = (charset: string) => ["utf-8", "utf8"].includes(charset.toLowerCase());

const isIdentity = (encoding: string | undefined) => ["", "identity"].includes((encoding ?? "").trim().toLowerCase());
