import type { core } from "zod/mini";
import type { FieldError, FieldErrorCode } from "../vocabulary/field-errors.ts";

type Issue = core.$ZodIssue;

/** JSON Pointer (RFC 6901) of a path into the input. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The field errors of a schema's issues, in the order of the input. */
export const fieldErrorsFrom = (issues: readonly Issue[], input: unknown): FieldError[] => {
  const errors = issues.flatMap((issue) => errorsOfIssue(issue, input, []));
  // Zod checks the length of whatever has one, also of text in place of a list.
  const wrong = new Set(errors.flatMap(({ pointer, code }) => (code === "wrong-type" ? [pointer] : [])));
  return withoutLooserBounds(errors.filter(({ pointer, code }) => code === "wrong-type" || !wrong.has(pointer)));
};

/** A number beyond several bounds, such as those of an integer and of its field, has one error: with the closest bound. */
const withoutLooserBounds = (errors: readonly FieldError[]): FieldError[] => {
  const isCloser = (a: FieldError, b: FieldError) =>
    Number(a.values?.maximum ?? 0) < Number(b.values?.maximum ?? 0) ||
    Number(a.values?.minimum ?? 0) > Number(b.values?.minimum ?? 0);
  return errors.filter(
    (error) =>
      !["too-big", "too-small"].includes(error.code) ||
      !errors.some((other) => other.pointer === error.pointer && other.code === error.code && isCloser(other, error)),
  );
};

/** The one name that a JavaScript object cannot store as an own property by assignment: its value would be lost. */
const unstorable = "__proto__";

/** Errors for `__proto__` at any depth, which schemas ignore without an error. */
export const prototypeKeyErrors = (input: unknown, path: readonly PropertyKey[] = []): FieldError[] => {
  if (!isRecord(input)) return [];
  const own: FieldError[] = Object.hasOwn(input, unstorable)
    ? [{ pointer: pointerTo([...path, unstorable]), code: "unknown-field" }]
    : [];
  return [...own, ...Object.entries(input).flatMap(([name, inner]) => prototypeKeyErrors(inner, [...path, name]))];
};

const errorsOfIssue = (issue: Issue, input: unknown, base: readonly PropertyKey[]): FieldError[] => {
  const path = [...base, ...issue.path];
  const pointer = pointerTo(path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ pointer: pointerTo([...path, key]), code: "unknown-field" }));
    case "invalid_union":
      return unionErrors(issue, input, path);
    case "invalid_type":
      return [at(input, path) === undefined ? { pointer, code: "required" } : wrongType(pointer, issue.expected)];
    case "invalid_value":
      if (at(input, path) === undefined) return [{ pointer, code: "required" }];
      return [{ pointer, code: "not-allowed", values: { allowed: issue.values.map(String).join(", ") } }];
    case "too_big":
      return [size(pointer, issue.origin, ["too-big", "too-long"], { maximum: Number(issue.maximum) })];
    case "too_small":
      return [size(pointer, issue.origin, ["too-small", "too-short"], { minimum: Number(issue.minimum) })];
    case "custom":
      return [customError(pointer, issue.params)];
    case "invalid_format":
      return [{ pointer, code: "invalid-format", values: { format: String(issue.format) } }];
    case "invalid_key":
      return issue.issues.flatMap((inner) => errorsOfIssue(inner, input, path));
    default:
      return [{ pointer, code: "invalid-format", values: { format: "value" } }];
  }
};

const wrongType = (pointer: string, expected: string): FieldError => ({
  pointer,
  code: "wrong-type",
  values: { expected },
});

/** A bound of a number, or of the length of a text or list. */
const size = (
  pointer: string,
  origin: string,
  [ofNumber, ofLength]: [FieldErrorCode, FieldErrorCode],
  bound: Record<string, number>,
): FieldError => {
  if (origin === "number" || origin === "int") return { pointer, code: ofNumber, values: bound };
  return { pointer, code: ofLength, values: { ...bound, unit: origin === "string" ? "character" : "item" } };
};

/** A check of our own names its error in `params`: `{ code, at?, values? }`, `at` being a path below the checked value. */
const customError = (pointer: string, params: Record<string, unknown> | undefined): FieldError => {
  const {
    code,
    at: below,
    values,
  } = (params ?? {}) as { code?: FieldErrorCode; at?: PropertyKey[]; values?: FieldError["values"] };
  return { pointer: pointer + pointerTo(below ?? []), code: code ?? "invalid-format", ...(values ? { values } : {}) };
};

/** Of a union, the errors of the closest branch: the one of the right type with the fewest. */
const unionErrors = (
  issue: Extract<Issue, { code: "invalid_union" }>,
  input: unknown,
  path: PropertyKey[],
): FieldError[] => {
  const branches = issue.errors.filter(
    (issues) => !issues.some((inner) => inner.code === "invalid_type" && inner.path.length === 0),
  );
  const nearest = [...branches].sort((a, b) => a.length - b.length)[0];
  if (nearest) return nearest.flatMap((inner) => errorsOfIssue(inner, input, path));
  if (at(input, path) === undefined) return [{ pointer: pointerTo(path), code: "required" }];
  const expected = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) => (inner.code === "invalid_type" ? [inner.expected] : [])),
  );
  return [wrongType(pointerTo(path), [...new Set(expected)].join("|"))];
};

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (isRecord(value) ? value[part as string] : undefined), input);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
