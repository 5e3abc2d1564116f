import type * as z from "zod/mini";
import type { FieldError, FieldErrorCode } from "../vocabulary/field-errors.ts";
import { fieldErrorsFrom, prototypeKeyErrors } from "./issues.ts";
import { invalidInput } from "./problem.ts";

type ElementOf<L> = NonNullable<L> extends readonly (infer E)[] ? E : never;
/** Lists by name; elements with errors are undefined. */
type Lists = ReadonlyMap<string, readonly unknown[]>;

/**
 * A partially valid input. Schema, rules and references each add their errors, so that one response names all of them;
 * `valueOrThrow` returns the complete value or throws that response.
 */
export class InputValidation<T extends object> {
  /** The top-level fields without errors of their own. */
  readonly value: Partial<T>;
  readonly errors: FieldError[];
  readonly #complete: T | undefined;
  readonly #lists: Lists;

  constructor(value: Partial<T>, errors: readonly FieldError[], complete: T | undefined, lists: Lists = new Map()) {
    this.value = value;
    this.errors = [...errors];
    this.#complete = complete;
    this.#lists = lists;
  }

  /** The elements of a list by position; undefined for an element with errors. */
  elements<K extends keyof T & string>(name: K): readonly (ElementOf<T[K]> | undefined)[] {
    return (this.value[name] ?? this.#lists.get(name) ?? []) as readonly (ElementOf<T[K]> | undefined)[];
  }

  /** @param pointer JSON Pointer into the body */
  addError(pointer: string, code: FieldErrorCode, values?: FieldError["values"]): void {
    this.errors.push(values ? { pointer, code, values } : { pointer, code });
  }

  /** A copy with fields that do not come from the body. */
  with(fields: Partial<T>): InputValidation<T> {
    const complete = this.#complete && { ...this.#complete, ...fields };
    return new InputValidation<T>({ ...this.value, ...fields }, this.errors, complete, this.#lists);
  }

  addErrors(errors: readonly FieldError[]): void {
    this.errors.push(...errors);
  }

  /** The complete value. Throws `invalid-input` with all errors. */
  valueOrThrow(): T {
    if (this.errors.length > 0 || !this.#complete) throw invalidInput(this.errors);
    return this.#complete;
  }
}

/** Validates an input by its schema. Valid fields stay available where others have errors. */
export const validateInput = <S extends z.ZodMiniType<object>>(
  schema: S,
  input: unknown,
): InputValidation<z.output<S>> => {
  const parsed = schema.safeParse(input);
  const ignored = prototypeKeyErrors(input);
  if (parsed.success && ignored.length === 0)
    return new InputValidation<z.output<S>>(parsed.data as Partial<z.output<S>>, [], parsed.data);
  const found = fieldErrorsFrom(parsed.error?.issues ?? [], input);
  const errors = [...found, ...ignored.filter(({ pointer }) => !found.some((error) => error.pointer === pointer))];
  return new InputValidation<z.output<S>>(
    validFields(schema, input, errors),
    errors,
    undefined,
    listsOf(schema, input),
  );
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

const shapeOf = (schema: z.ZodMiniType): Record<string, z.ZodMiniType> => {
  const definition = schema._zod.def as { shape?: Record<string, z.ZodMiniType> };
  return definition.shape ?? {};
};

/** The lists of an input, parsed element by element. */
const listsOf = (schema: z.ZodMiniType, input: unknown): Lists => {
  const lists = new Map<string, readonly unknown[]>();
  for (const [name, field] of Object.entries(shapeOf(schema))) {
    const element = elementOf(field);
    const given = (input as Record<string, unknown> | null)?.[name];
    if (!element || !Array.isArray(given)) continue;
    lists.set(
      name,
      given.map((one) => element.safeParse(one).data),
    );
  }
  return lists;
};

const elementOf = (field: z.ZodMiniType): z.ZodMiniType | undefined => {
  const { element, innerType } = field._zod.def as { element?: z.ZodMiniType; innerType?: z.ZodMiniType };
  return element ?? (innerType && elementOf(innerType));
};
