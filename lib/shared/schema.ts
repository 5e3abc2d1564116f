import * as z from "zod/mini";
import type { FieldErrorCode } from "../vocabulary/field-errors.ts";
import { limits } from "../vocabulary/limits.ts";
import { dayOf, instantOf, isDay } from "./days.ts";
import { isId } from "./ids.ts";
import { cleanText, hasControlCharacters } from "./text.ts";

/** A check that rejects a value with a field error. */
export const rejectIf = <T>(
  wrong: (value: T) => boolean,
  code: FieldErrorCode,
  values?: Record<string, string | number>,
) => z.refine<T>((value) => !wrong(value), { params: { code, ...(values ? { values } : {}) } });

/** Text of a form that messages name by a term; the document shows the pattern. */
const matching = (form: RegExp, format: string) =>
  z
    .string()
    .check(rejectIf((value: string) => !form.test(value), "invalid-format", { format }))
    .check(z.meta({ pattern: form.source }));

/** The characters that `hasControlCharacters` finds, for the API document; the check also finds lone surrogates. */
const controlCharacters = "\\u007F-\\u009F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069\\uFEFF";
const oneLine = z.meta({ pattern: `^[^\\u0000-\\u001F${controlCharacters}]*$` });
const manyLines = z.meta({ pattern: `^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F${controlCharacters}]*$` });

const line = (maximum: number) =>
  z
    .string()
    .check(
      z.overwrite(cleanText),
      z.minLength(1),
      z.maxLength(maximum),
      rejectIf((value: string) => hasControlCharacters(value), "control-character"),
    )
    .check(oneLine);

/** Names: up to 200 characters on one line. */
export const name = line(limits.nameLength);
/** Titles: up to 500 characters on one line. */
export const title = line(limits.titleLength);
/** Texts: up to 20,000 characters, line breaks allowed. */
export const text = z
  .string()
  .check(
    z.overwrite(cleanText),
    z.minLength(1),
    z.maxLength(limits.textLength),
    rejectIf((value: string) => hasControlCharacters(value, { lineBreaks: true }), "control-character"),
  )
  .check(manyLines);

/** A day of the calendar, `YYYY-MM-DD`. */
export const day = z
  .string()
  .check(rejectIf((value: string) => !isDay(value), "not-a-date"))
  .check(z.meta({ format: "date", examples: ["2023-12-26"] }));

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
/** As written, in UTC and in Vietnam its day is one of the calendar (years 0001 to 9999). */
const isInstant = (value: string) => {
  if (!instantForm.test(value) || !isDay(value.slice(0, 10))) return false;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return false;
  return isDay(instantOf(milliseconds).slice(0, 10)) && isDay(dayOf(milliseconds));
};

/** An instant, RFC 3339 with any offset; read as UTC. */
export const instant = z
  .string()
  .check(rejectIf((value: string) => !isInstant(value), "invalid-format", { format: "date-time" }))
  .check(z.overwrite((value) => (isInstant(value) ? new Date(value).toISOString() : value)))
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

const externalIdForm = /^[A-Za-z0-9._~-]{1,128}$/;
const externalPart = matching(externalIdForm, "external-id");
/** `{source: id}`, at most five: ids of the record in other systems. */
export const externalIds = z.record(externalPart, externalPart).check(
  rejectIf((value: Record<string, string>) => Object.keys(value).length > limits.externalIds, "too-long", {
    maximum: limits.externalIds,
    unit: "external id",
  }),
  z.meta({ maxProperties: limits.externalIds, description: "Ids of the record in other systems, by system." }),
);
export const isExternalPart = (value: string) => externalIdForm.test(value);

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

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.optional(queryInteger(1, limits.pageMaximum)),
  cursor: z.optional(z.string().check(z.maxLength(2_000))),
};

/** `source:id` in a query: the record of an external id. */
export const externalIdQuery = z.optional(matching(/^[A-Za-z0-9._~-]{1,128}:[A-Za-z0-9._~-]{1,128}$/, "source:id"));
