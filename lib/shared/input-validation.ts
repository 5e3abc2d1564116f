import type * as z from "zod/mini";
import type { FieldError, FieldErrorCode } from "../vocabulary/field-errors.ts";
import { fieldErrorsFrom, prototypeKeyErrors } from "./issues.ts";
import { invalidInput } from "./problem.ts";

type ElementOf<L> = NonNullable<L> extends readonly (infer E)[] ? E : never;
/** Lists by name of which some elements have faults, those being undefined. */
type Lists = ReadonlyMap<string, readonly unknown[]>;

/**
 * An input on its way to being accepted. Schema, rules and references each add the faults they find, so that one answer
 * names them all; `settled` gives the whole value or throws that answer.
 */
export class InputValidation<T extends object> {
  /** The top-level fields without faults of their own. */
  readonly value: Partial<T>;
  readonly errors: FieldError[];
  readonly #whole: T | undefined;
  readonly #lists: Lists;

  constructor(value: Partial<T>, faults: readonly FieldError[], whole: T | undefined, lists: Lists = new Map()) {
    this.value = value;
    this.errors = [...faults];
    this.#whole = whole;
    this.#lists = lists;
  }

  /** The elements of a list, each in its place; undefined where one has faults of its own. */
  elements<K extends keyof T & string>(name: K): readonly (ElementOf<T[K]> | undefined)[] {
    return (this.value[name] ?? this.#lists.get(name) ?? []) as readonly (ElementOf<T[K]> | undefined)[];
  }

  /** Adds a fault. `pointer` is a JSON Pointer into the body. */
  addError(pointer: string, code: FieldErrorCode, values?: FieldError["values"]): void {
    this.errors.push(values ? { pointer, code, values } : { pointer, code });
  }

  /** The same draft with fields that the caller did not send in the body. */
  with(fields: Partial<T>): InputValidation<T> {
    const whole = this.#whole && { ...this.#whole, ...fields };
    return new InputValidation<T>({ ...this.value, ...fields }, this.errors, whole, this.#lists);
  }

  addErrors(faults: readonly FieldError[]): void {
    this.errors.push(...faults);
  }

  /** The whole value. Throws `invalid-input` with every fault found so far. */
  valueOrThrow(): T {
    if (this.errors.length > 0 || !this.#whole) throw invalidInput(this.errors);
    return this.#whole;
  }
}

/** Reads an input through its schema, keeping what is right of it where parts are wrong. */
export const validateInput = <S extends z.ZodMiniType<object>>(
  schema: S,
  input: unknown,
): InputValidation<z.output<S>> => {
  const parsed = schema.safeParse(input);
  const lost = prototypeKeyErrors(input);
  if (parsed.success && lost.length === 0)
    return new InputValidation<z.output<S>>(parsed.data as Partial<z.output<S>>, [], parsed.data);
  const found = fieldErrorsFrom(parsed.error?.issues ?? [], input);
  const faults = [...found, ...lost.filter(({ pointer }) => !found.some((fault) => fault.pointer === pointer))];
  return new InputValidation<z.output<S>>(sound(schema, input, faults), faults, undefined, listsOf(schema, input));
};

/** What stays of the input without the top-level fields that have faults, read through the schema once more. */
const sound = <S extends z.ZodMiniType<object>>(schema: S, input: unknown, faults: readonly FieldError[]) => {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return {};
  const faulty = new Set(faults.map((fault) => fault.pointer.split("/")[1]));
  const kept = Object.fromEntries(Object.entries(input).filter(([name]) => !faulty.has(name)));
  const shape = shapeOf(schema);
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const read = field.safeParse(kept[name]);
    if (read.success && read.data !== undefined) value[name] = read.data;
  }
  return value as Partial<z.output<S>>;
};

const shapeOf = (schema: z.ZodMiniType): Record<string, z.ZodMiniType> => {
  const definition = schema._zod.def as { shape?: Record<string, z.ZodMiniType> };
  return definition.shape ?? {};
};

/** The lists of an input, element by element, where the field itself has a fault somewhere. */
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
