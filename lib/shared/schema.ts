import * as z from "zod/mini";
import type { FieldErrorCode } from "../vocabulary/field-errors.ts";
import { limits } from "../vocabulary/limits.ts";
import { isDay } from "./days.ts";
import { isId } from "./ids.ts";
import { parseInstant } from "./instants.ts";
import { cleanLine, cleanText, lengthOf, textFault } from "./text.ts";

/** A check that rejects a value with a field error. */
export const rejectIf = <T>(
  wrong: (value: T) => boolean,
  code: FieldErrorCode,
  values?: Record<string, string | number>,
) => z.refine<T>((value) => !wrong(value), { params: { code, ...(values ? { values } : {}) } });

/** A check that an object has exactly one of several fields; it runs where fields have errors of their own as well. */
export const exactlyOneOf = <Field extends string>(...fields: readonly Field[]) =>
  z.refine<{ [F in Field]?: unknown }>((value) => fields.filter((field) => value[field] !== undefined).length === 1, {
    params: { code: "exactly-one", values: { fields: fields.join(", ") } },
    when: ({ value }) => typeof value === "object" && value !== null,
  });

/** Text of a form that messages name by a term; the document shows the pattern. */
const matching = (form: RegExp, format: string) =>
  z
    .string()
    .check(rejectIf((value: string) => !form.test(value), "invalid-format", { format }))
    .check(z.meta({ pattern: form.source }));

/**
 * The characters of the Basic Multilingual Plane that `textFault` finds, for the API document. Generators of clients read no
 * Unicode properties and no code points above.
 */
const refusedCharacters =
  "\\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u0084\\u0086-\\u009F\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B" +
  "\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\u3164\\uFDD0-\\uFDEF\\uFE00-\\uFE0F\\uFEFF\\uFFA0\\uFFF0-\\uFFF8\\uFFFE\\uFFFF";
/** In one line any white space becomes a space. */
const onLine = `^[^${refusedCharacters}]*$`;
const onLines = `^[^${refusedCharacters}\\u000B\\u000C\\u0085\\u2028\\u2029]*$`;

type TextForm = {
  maximum: number;
  lines: boolean;
  clean: (value: string) => string;
  /** Whether it may be empty. */
  empty?: boolean;
};

/** The one fault of a cleaned text. */
const faultOf = (value: string, { maximum, lines, empty = false }: TextForm) => {
  if (value === "") return empty ? undefined : { code: "too-short", values: { minimum: 1, unit: "character" } };
  const fault = textFault(value, { lines });
  if (fault) return "character" in fault ? { code: fault.code, values: { character: fault.character } } : fault;
  return lengthOf(value) > maximum ? { code: "too-long", values: { maximum, unit: "character" } } : undefined;
};

const textOf = (form: TextForm) =>
  z
    .string()
    .check(z.overwrite(form.clean))
    .check((payload) => {
      const fault = faultOf(payload.value, form);
      if (fault) payload.issues.push({ code: "custom", input: payload.value, params: fault });
    })
    .check(
      z.meta({
        ...(form.empty ? {} : { minLength: 1 }),
        maxLength: form.maximum,
        pattern: form.lines ? onLines : onLine,
      }),
    );

/** One line, of a URL for example. */
export const line = (maximum: number) => textOf({ maximum, lines: false, clean: cleanLine });

/** Names: up to 200 characters on one line. */
export const name = line(limits.nameLength);
/** Titles: up to 500 characters on one line. */
export const title = line(limits.titleLength);
/** Texts: up to 20,000 characters, line breaks allowed. */
export const text = textOf({ maximum: limits.textLength, lines: true, clean: cleanText });
/** Words to search for in names. */
export const searchText = textOf({ maximum: limits.nameLength, lines: false, clean: cleanLine, empty: true });

/** A day of the calendar, `YYYY-MM-DD`. */
export const day = z
  .string()
  .check(rejectIf((value: string) => !isDay(value), "not-a-date"))
  .check(z.meta({ format: "date", examples: ["2023-12-26"] }));

/** An instant, RFC 3339 with any offset; read as UTC. */
export const instant = z
  .string()
  .check(rejectIf((value: string) => parseInstant(value) === undefined, "invalid-format", { format: "date-time" }))
  .check(z.overwrite((value) => parseInstant(value) ?? value))
  .check(z.meta({ format: "date-time", examples: ["2023-12-26T08:30:00+07:00"] }));

/** A year of the record. */
export const year = z.int().check(z.gte(1930), z.lte(9999));

/** The id of a record in responses. */
export const id = z.string().check(rejectIf((value: string) => !isId(value), "invalid-format", { format: "id" }));

/** A reference in an input. A malformed id is an unknown reference. */
export const reference = z
  .string()
  .check(rejectIf((value: string) => !isId(value), "unknown-reference"))
  .check(z.meta({ description: "The id of a record." }));

export const visibilities = ["public", "internal", "restricted"] as const;
export const visibility = z.enum(visibilities);
export type Visibility = (typeof visibilities)[number];

/** Not only dots, which clients remove from paths (RFC 3986 §5.2.4). */
export const externalIdSchema = { pattern: "^\\.*[A-Za-z0-9_~-][A-Za-z0-9._~-]*$", maxLength: 128 } as const;
const externalIdForm = new RegExp(externalIdSchema.pattern);
export const isExternalPart = (value: string) =>
  value.length <= externalIdSchema.maxLength && externalIdForm.test(value);
const externalPart = z
  .string()
  .check(rejectIf((value: string) => !isExternalPart(value), "invalid-format", { format: "external-id" }))
  .check(z.meta({ ...externalIdSchema, minLength: 1 }));

export const hasTooManyExternalIds = (ids: Record<string, string>) => Object.keys(ids).length > limits.externalIds;
export const tooManyExternalIds = {
  code: "too-long",
  values: { maximum: limits.externalIds, unit: "external id" },
} as const;
/** `{source: id}`, at most five: ids of the record in other systems. */
export const externalIds = z
  .record(externalPart, externalPart)
  .check(
    rejectIf(hasTooManyExternalIds, tooManyExternalIds.code, tooManyExternalIds.values),
    z.meta({ maxProperties: limits.externalIds, description: "Ids of the record in other systems, by system." }),
  );

/** Fields that the server sets on every record. */
export const recordFields = { id, createdAt: z.string(), updatedAt: z.string() };
/** Fields of every top-level record. */
export const sharedInput = { visibility: z.optional(visibility), externalIds: z.optional(externalIds) };
export const sharedRecord = { visibility, externalIds: z.optional(externalIds) };

/** Attributes of every item in addition to its record. */
export const itemFields = { pk: z.string(), sk: z.string(), version: z.int() };

/** A page of a list. */
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) });

const digits = /^\d{1,9}$/;
/** An integer in a query string. */
export const queryInteger = (minimum: number, maximum: number) =>
  z.pipe(matching(digits, "int"), z.pipe(z.transform(Number), z.int().check(z.gte(minimum), z.lte(maximum))));

const queryLists = new WeakSet<z.ZodMiniType>();
/** Whether a query parameter takes several values. */
export const isQueryList = (schema: z.ZodMiniType | undefined): boolean =>
  schema !== undefined && queryLists.has(schema);

/** Several of some values in a query, with commas or as repeated parameters. */
export const queryListOf = <const Value extends string>(allowed: readonly [Value, ...Value[]]) => {
  const isUnknown = (value: string) => !allowed.some((each) => each === value);
  const list = z.optional(
    z.pipe(
      z.string().check(
        z.maxLength(1_000),
        rejectIf((text: string) => text.split(",").some(isUnknown), "not-allowed", { allowed: allowed.join(", ") }),
      ),
      z.pipe(
        z.transform((text: string) => [...new Set(text.split(","))]),
        z.array(z.enum(allowed)),
      ),
    ),
  );
  queryLists.add(list);
  return list;
};

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.optional(queryInteger(1, limits.pageMaximum)),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
};

const isSourceAndId = (value: string) => {
  const parts = value.split(":");
  return parts.length === 2 && parts.every(isExternalPart);
};
/** `source:id` in a query: the record of an external id. */
export const externalIdQuery = z.optional(
  z
    .string()
    .check(rejectIf((value: string) => !isSourceAndId(value), "invalid-format", { format: "source:id" }))
    .check(z.meta({ pattern: "^[A-Za-z0-9._~-]{1,128}:[A-Za-z0-9._~-]{1,128}$" })),
);
