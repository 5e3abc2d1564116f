import * as z from "zod/mini";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { Problem } from "../../../lib/shared/problem.ts";

const item = z.strictObject({ number: z.int().check(z.gte(1)), title: z.string().check(z.minLength(1)) });
const schema = z.strictObject({
  name: z.string(),
  items: z.optional(z.array(item).check(z.maxLength(3))),
  base: z.optional(z.strictObject({ count: z.optional(z.int()), exclusions: z.array(item) })),
});

test("The valid parts of an input remain where others have errors, and elements keep their positions", () => {
  const validation = validateInput(schema, {
    name: 5,
    items: [{ number: 1, title: "A" }, "B", { number: 0, title: "C", colour: 1 }],
    base: { count: 3, exclusions: [{ number: 1 }] },
  });
  expect(validation.valid).toEqual({
    items: [{ number: 1, title: "A" }, undefined, { title: "C" }],
    base: { count: 3, exclusions: [{ number: 1 }] },
  });
  expect(validation.value).toEqual({});
  expect(validation.hasErrorAt("/items/2")).toBe(true);
  expect(validation.hasErrorAt("/items/0")).toBe(false);
  expect(validation.hasErrorAt("/item")).toBe(false);
});

test("A valid input is its own valid part, with fields that were added to it", () => {
  const validation = validateInput(schema, { name: "A" }).with({ name: "B" });
  expect(validation.valid).toEqual({ name: "B" });
  expect(validation.valueOrThrow()).toEqual({ name: "B" });
});

test("What is no object has that error alone, whatever rules add", () => {
  for (const input of [[], "A", 5, null]) {
    const validation = validateInput(schema, input);
    expect(validation.valid).toEqual({});
    validation.addError("/name", "required");
    let thrown: unknown;
    try {
      validation.valueOrThrow();
    } catch (error) {
      thrown = error;
    }
    expect(
      thrown instanceof Problem && thrown.details.fieldErrors?.map(({ pointer, code }) => [pointer, code]),
    ).toEqual([["", "wrong-type"]]);
  }
});
