import type { core } from "zod/mini";
import type { FieldError, FieldErrorCode } from "../vocabulary/field-errors.ts";

type Issue = core.$ZodIssue;

/** JSON Pointer (RFC 6901) of a path into the input. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** Turns what a schema found wrong into the faults of the contract, one for each fault, in the order of the input. */
export const fieldErrorsFrom = (issues: readonly Issue[], input: unknown): FieldError[] =>
  issues.flatMap((issue) => faultsOfIssue(issue, input, []));

/** A name that an object of JavaScript cannot hold as it holds all others: what stands under it would be lost on the way. */
const unheld = "__proto__";

/** What a schema passes over in silence, wherever it stands: names that would be lost. */
export const prototypeKeyErrors = (input: unknown, path: readonly PropertyKey[] = []): FieldError[] => {
  if (!isRecord(input)) return [];
  const own: FieldError[] = Object.hasOwn(input, unheld)
    ? [{ pointer: pointerTo([...path, unheld]), code: "unknown-field" }]
    : [];
  return [...own, ...Object.entries(input).flatMap(([name, inner]) => prototypeKeyErrors(inner, [...path, name]))];
};

const faultsOfIssue = (issue: Issue, input: unknown, base: readonly PropertyKey[]): FieldError[] => {
  const path = [...base, ...issue.path];
  const pointer = pointerTo(path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), code: "unknown-field" }));
    case "invalid_union":
      return unionFaults(issue, input, path);
    case "invalid_type":
      return [at(input, path) === undefined ? { pointer, code: "required" } : wrongType(pointer, issue.expected)];
    case "invalid_value":
      if (at(input, path) === undefined) return [{ pointer, code: "required" }];
      return [{ pointer, code: "not-allowed", values: { allowed: issue.values.map(String).join(", ") } }];
    case "too_big":
      return [size(pointer, issue.origin, "too-big", "too-long", { maximum: Number(issue.maximum) })];
    case "too_small":
      return [size(pointer, issue.origin, "too-small", "too-short", { minimum: Number(issue.minimum) })];
    case "custom":
      return [customFault(pointer, issue.params)];
    case "invalid_format":
      return [{ pointer, code: "invalid-format", values: { format: formatOf(issue) } }];
    case "invalid_key":
      return issue.issues.flatMap((inner) => faultsOfIssue(inner, input, path));
    default:
      return [{ pointer, code: "invalid-format", values: { format: issue.code } }];
  }
};

/** What a text should look like: the name of its format, or its pattern. */
const formatOf = (issue: Extract<Issue, { code: "invalid_format" }>): string =>
  issue.format === "regex" && issue.pattern ? issue.pattern.replace(/^\/|\/[a-z]*$/g, "") : String(issue.format);

const wrongType = (pointer: string, expected: string): FieldError => ({
  pointer,
  code: "wrong-type",
  values: { expected },
});

const size = (
  pointer: string,
  origin: string,
  number: FieldErrorCode,
  length: FieldErrorCode,
  values: FieldError["values"],
): FieldError => ({
  pointer,
  code: origin === "number" || origin === "int" ? number : length,
  ...(values ? { values } : {}),
});

/** A check of our own names its fault in `params`: `{ code, at?, values? }`, `at` being a path below the checked value. */
const customFault = (pointer: string, params: Record<string, unknown> | undefined): FieldError => {
  const {
    code,
    at: below,
    values,
  } = (params ?? {}) as { code?: FieldErrorCode; at?: PropertyKey[]; values?: FieldError["values"] };
  return { pointer: pointer + pointerTo(below ?? []), code: code ?? "invalid-format", ...(values ? { values } : {}) };
};

/** Of a union, the faults of the branch that the input came nearest to: one whose own type was right. */
const unionFaults = (
  issue: Extract<Issue, { code: "invalid_union" }>,
  input: unknown,
  path: PropertyKey[],
): FieldError[] => {
  const branches = issue.errors.filter(
    (issues) => !issues.some((inner) => inner.code === "invalid_type" && inner.path.length === 0),
  );
  const nearest = [...branches].sort((a, b) => a.length - b.length)[0];
  if (nearest) return nearest.flatMap((inner) => faultsOfIssue(inner, input, path));
  if (at(input, path) === undefined) return [{ pointer: pointerTo(path), code: "required" }];
  const expected = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) => (inner.code === "invalid_type" ? [inner.expected] : [])),
  );
  return [wrongType(pointerTo(path), [...new Set(expected)].join(" or "))];
};

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (isRecord(value) ? value[part as string] : undefined), input);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
