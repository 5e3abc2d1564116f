import { isDeepStrictEqual } from "node:util";
import type * as z from "zod/mini";
import type { FieldError, FieldErrorCode } from "../vocabulary/field-errors.ts";
import { fieldErrorsFrom, prototypeKeyErrors } from "./issues.ts";
import { mergePatch } from "./merge-patch.ts";
import { invalidInput } from "./problem.ts";

/** An input without its invalid parts: missing fields, and list elements that keep their positions. */
export type ValidParts<T> = T extends readonly (infer E)[]
  ? readonly (ValidParts<E> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: ValidParts<T[K]> | undefined }
    : T;

/** Read-only fields of a request that sends a record back. */
export type ReadOnlyFields = Readonly<Record<string, unknown>>;

/** Read-only fields that are not stored, or change without a write: signed URLs, warnings, and what follows from the day. */
const computedFields: readonly string[] = ["renditions", "original", "standing", "mayVote", "suspended", "warnings"];

type Parts<T> = { complete: T | undefined; valid?: ValidParts<T>; readOnly?: ReadOnlyFields };

/**
 * A partially valid input. Schema, rules and references each add their errors, so that one response names all of them;
 * `valueOrThrow` returns the complete value or throws that response.
 */
export class InputValidation<T extends object> {
  /** The top-level fields without errors of their own. */
  readonly value: Partial<T>;
  /** All that is valid, also within objects and lists that contain errors: for rules and references of single elements. */
  readonly valid: ValidParts<T>;
  readonly errors: FieldError[];
  readonly #complete: T | undefined;
  readonly #readOnly: ReadOnlyFields;

  constructor(value: Partial<T>, errors: readonly FieldError[], { complete, valid, readOnly = {} }: Parts<T>) {
    this.value = value;
    this.valid = valid ?? (value as ValidParts<T>);
    this.errors = [...errors];
    this.#complete = complete;
    this.#readOnly = readOnly;
  }

  /**
   * Adds an error for every read-only field that was sent with another value than the record has. Fields that are computed
   * whenever the record is read are not compared.
   * @param record undefined where there is none yet
   */
  checkReadOnly(record: object | undefined): void {
    const current: ReadOnlyFields = { ...record };
    for (const [name, sent] of Object.entries(this.#readOnly)) {
      const isComputed = record !== undefined && computedFields.includes(name);
      if (!isComputed && !isDeepStrictEqual(sent, current[name])) this.addError(`/${name}`, "read-only");
    }
  }

  /** Whether there is an error at a JSON Pointer or below it. */
  hasErrorAt(pointer: string): boolean {
    return this.errors.some((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`));
  }

  /** @param pointer JSON Pointer into the body */
  addError(pointer: string, code: FieldErrorCode, values?: FieldError["values"]): void {
    this.errors.push(values ? { pointer, code, values } : { pointer, code });
  }

  /** A copy with fields that do not come from the body. */
  with(fields: Partial<T>): InputValidation<T> {
    const complete = this.#complete && { ...this.#complete, ...fields };
    const valid = { ...this.valid, ...fields } as ValidParts<T>;
    const readOnly = this.#readOnly;
    return new InputValidation<T>({ ...this.value, ...fields }, this.errors, { complete, valid, readOnly });
  }

  addErrors(errors: readonly FieldError[]): void {
    this.errors.push(...errors);
  }

  /** The complete value. Throws `invalid-input` with all errors; of what is no object, with that one alone. */
  valueOrThrow(): T {
    const root = this.errors.find(({ pointer, code }) => pointer === "" && code === "wrong-type");
    if (this.errors.length > 0 || !this.#complete) throw invalidInput(root ? [root] : this.errors);
    return this.#complete;
  }
}

/** Validates an input by its schema. Valid fields stay available where others have errors. */
export const validateInput = <S extends z.ZodMiniType<object>>(
  schema: S,
  input: unknown,
  readOnly: ReadOnlyFields = {},
): InputValidation<z.output<S>> => {
  const parsed = schema.safeParse(input);
  const ignored = prototypeKeyErrors(input);
  if (parsed.success && ignored.length === 0)
    return new InputValidation(parsed.data as Partial<z.output<S>>, [], { complete: parsed.data, readOnly });
  const found = fieldErrorsFrom(parsed.error?.issues ?? [], input);
  const errors = [...found, ...ignored.filter(({ pointer }) => !found.some((error) => error.pointer === pointer))];
  const valid = (validPartsOf(schema, input) ?? {}) as ValidParts<z.output<S>>;
  return new InputValidation<z.output<S>>(validFields(schema, input, errors), errors, {
    complete: undefined,
    valid,
    readOnly,
  });
};

/**
 * Validates a record after a merge patch (RFC 7396). A `null` for a field that does not exist changes nothing, so that only the
 * patch itself shows it: it is an error like a value for that field.
 */
export const validatePatch = <S extends z.ZodMiniType<object>>(
  schema: S,
  current: object,
  { patch, readOnly }: { patch: unknown; readOnly: ReadOnlyFields },
): InputValidation<z.output<S>> => {
  const validation = validateInput(schema, mergePatch(current, patch), readOnly);
  const unmerged = schema.safeParse(mergePatch(current, patch, { keepNull: true })).error?.issues ?? [];
  const unknown = fieldErrorsFrom(unmerged, patch).filter(
    ({ pointer, code }) => code === "unknown-field" && !validation.hasErrorAt(pointer),
  );
  validation.addErrors(unknown);
  return validation;
};

/** The fields without errors, parsed again one by one. */
const validFields = <S extends z.ZodMiniType<object>>(schema: S, input: unknown, errors: readonly FieldError[]) => {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return {};
  const invalid = new Set(errors.map((error) => error.pointer.split("/")[1]));
  const valid = Object.fromEntries(Object.entries(input).filter(([name]) => !invalid.has(name)));
  const shape = shapeOf(schema);
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const read = field.safeParse(valid[name]);
    if (read.success && read.data !== undefined) value[name] = read.data;
  }
  return value as Partial<z.output<S>>;
};

type Definition = { shape?: Record<string, z.ZodMiniType>; element?: z.ZodMiniType; innerType?: z.ZodMiniType };
const definitionOf = (schema: z.ZodMiniType): Definition => schema._zod.def as Definition;
const shapeOf = (schema: z.ZodMiniType) => definitionOf(schema).shape ?? {};

/** Elements of a list that are parsed one by one: more than any list may have. */
const elementsMaximum = 1_000;

/** The parsed input without its invalid parts. */
const validPartsOf = (schema: z.ZodMiniType, input: unknown): unknown => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const { shape, element, innerType } = definitionOf(schema);
  if (innerType) return validPartsOf(innerType, input);
  if (element)
    return Array.isArray(input) ? input.slice(0, elementsMaximum).map((one) => validPartsOf(element, one)) : undefined;
  if (!shape || typeof input !== "object" || input === null || Array.isArray(input)) return undefined;
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    validPartsOf(field, (input as Record<string, unknown>)[name]),
  ]);
  return Object.fromEntries(fields.filter(([, part]) => part !== undefined));
};
