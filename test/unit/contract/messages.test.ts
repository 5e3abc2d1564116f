import type { ZodMiniType } from "zod/mini";
import type { Route } from "../../../lib/contract/route.ts";
import { routeList } from "../../../lib/contract/routes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { fieldErrorMessage, fieldErrorMessages } from "../../../lib/vocabulary/field-errors.ts";
import { problems } from "../../../lib/vocabulary/problems.ts";
import { rejections } from "../../../lib/vocabulary/rejections.ts";
import { disabledCodes } from "../../../lib/vocabulary/webhooks.ts";

/** Values that are wrong for nearly every field, by type, form and length. */
const wrongValues = [1, 1.5, -1, 1e12, true, null, "", "x", "a b!", "\u0007", "x".repeat(30_000), [], ["x"], {}];

const shapeOf = (schema: ZodMiniType): Record<string, ZodMiniType> =>
  (schema._zod.def as { shape?: Record<string, ZodMiniType> }).shape ?? {};
const elementOf = (schema: ZodMiniType): ZodMiniType | undefined => {
  const { element, innerType } = schema._zod.def as { element?: ZodMiniType; innerType?: ZodMiniType };
  return element ?? (innerType && elementOf(innerType));
};

/** Inputs in which one field is wrong, at any depth. */
const wrongInputs = (schema: ZodMiniType): unknown[] => {
  const inner = (value: ZodMiniType): unknown[] => {
    const element = elementOf(value);
    return [...wrongValues, ...(element ? wrongInputs(element).map((one) => [one]) : [])];
  };
  const fields = Object.entries(shapeOf(schema)).flatMap(([name, field]) =>
    inner(field).map((value) => ({ [name]: value })),
  );
  const many = { externalIds: Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`s${i}`, "1"])) };
  return [{}, "x", { unknown: 1 }, { externalIds: { "a b": "1" } }, many, ...fields];
};

const schemas = routeList.flatMap(({ body, query }: Route) => [body, query]).filter((schema) => schema !== undefined);
const errors = schemas.flatMap((schema) =>
  wrongInputs(schema).flatMap((input) => validateInput(schema as ZodMiniType<object>, input).errors),
);
const messages = (language: "en" | "vi") => [...new Set(errors.map((error) => fieldErrorMessage(error, language)))];
/** Messages without the values that they quote. */
const withoutValues = (texts: readonly string[]) =>
  texts.map((text) => text.replace(/(one of:|các giá trị:) .*/, "$1"));

test("Wrong inputs of all routes cover types, formats and lengths", () => {
  const codes = new Set(errors.map(({ code }) => code));
  const expected = "required wrong-type not-allowed too-long too-short too-big too-small invalid-format".split(" ");
  expect(expected.filter((code) => !codes.has(code as never))).toEqual([]);
});

test.each(["en", "vi"] as const)("No message contains a regular expression or an open placeholder (%s)", (language) => {
  const texts = withoutValues(messages(language));
  expect(texts.filter((text) => /[{}^\\[\]$|*]|undefined|NaN| {2}/.test(text))).toEqual([]);
});

test("No Vietnamese message contains the English name of a type", () => {
  const english =
    /\b(string|number|int|integer|boolean|object|array|record|list|text|character|item|must|is|of|null)s?\b/;
  expect(withoutValues(messages("vi")).filter((text) => english.test(text))).toEqual([]);
});

test.each([
  ["required", {}, "is required", "không được để trống"],
  ["wrong-type", { expected: "string|object" }, "must be text or an object", "phải là chuỗi ký tự hoặc đối tượng JSON"],
  ["too-long", { maximum: 5, unit: "external id" }, "must have at most 5 external ids", "không được nhiều hơn 5 mã"],
  ["too-short", { minimum: 1, unit: "item" }, "must have at least 1 item", "phải có ít nhất 1 mục"],
  ["contradiction", { other: "path" }, "contradicts the path", "mâu thuẫn với đường dẫn"],
  ["before-other", { other: "startsAt" }, "is before startsAt", "không được trước startsAt"],
] as const)("The error %s with %j has a plain message in both languages", (code, values, en, vi) => {
  expect(fieldErrorMessage({ pointer: "/x", code, values }, "en")).toBe(en);
  expect(fieldErrorMessage({ pointer: "/x", code, values }, "vi")).toBe(vi);
});

test("Every message has a text of its own in each language, without a full stop", () => {
  for (const texts of [problems, fieldErrorMessages, rejections, disabledCodes])
    for (const language of ["en", "vi"] as const) {
      const all = Object.values(texts).map((one) => one[language]);
      expect(all.filter((text, i) => all.indexOf(text) !== i || text.trim() !== text || /[.!]$/.test(text))).toEqual(
        [],
      );
    }
});
