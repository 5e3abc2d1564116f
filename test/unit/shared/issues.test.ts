import * as z from "zod/mini";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { externalIds, instant, name, queryInteger, text } from "../../../lib/shared/schema.ts";

const schema = z.strictObject({
  name,
  text: z.optional(text),
  at: z.optional(instant),
  externalIds: z.optional(externalIds),
  who: z.optional(z.union([z.string(), z.strictObject({ id: z.string(), role: z.enum(["chair", "host"]) })])),
  list: z.optional(z.array(z.strictObject({ size: z.int() }))),
  count: z.optional(queryInteger(1, 5)),
});
const validation = (input: unknown) => validateInput(schema, input);
const errorsOf = (input: unknown) => validation(input).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test("A valid input is normalized: text trimmed and NFC, instants in UTC", () => {
  const input = { name: " Nguyễn ".normalize("NFD"), at: "2023-12-26T08:30:00+07:00", text: "a\nb" };
  expect(validation(input).valueOrThrow()).toEqual({ name: "Nguyễn", at: "2023-12-26T01:30:00.000Z", text: "a\nb" });
});

const invalidInstants = ["2023-02-30T00:00:00Z", "2023-12-26T08:30:00", "2023-12-26 08:30:00Z", "2023-12-26T25:00:00Z"];

test.each([
  [{}, "/name required"],
  [{ name: null }, "/name wrong-type"],
  [{ name: 1 }, "/name wrong-type"],
  [{ name: "x".repeat(201) }, "/name too-long"],
  [{ name: " \u00a0 " }, "/name too-short"],
  [{ name: "a\u0007b" }, "/name control-character"],
  [{ name: "a", count: "x" }, "/count invalid-format"],
  ...invalidInstants.map((at): [object, string] => [{ name: "a", at }, "/at invalid-format"]),
  [{ name: "a", who: { id: "x", role: "boss" } }, "/who/role not-allowed"],
  [{ name: "a", who: 7 }, "/who wrong-type"],
  [null, " wrong-type"],
  [[], " wrong-type"],
  ["x", " wrong-type"],
  [1, " wrong-type"],
])("The input %j has the error %s only", (input, error) => {
  expect(errorsOf(input)).toEqual([error]);
});

test("An external id source may have the name of an Object method", () => {
  const ids = Object.fromEntries(["constructor", "toString", "hasOwnProperty"].map((source) => [source, "1"]));
  expect(validation({ name: "a", externalIds: ids }).valueOrThrow()).toEqual({ name: "a", externalIds: ids });
});

test("A field named __proto__ is an error at any depth", () => {
  const sent = (text: string) => errorsOf(JSON.parse(text));
  expect(sent('{"name":"a","__proto__":1}')).toEqual(["/__proto__ unknown-field"]);
  expect(sent('{"name":"a","externalIds":{"\\u005f_proto__":"1"}}')).toEqual(["/externalIds/__proto__ unknown-field"]);
});

test("Pointers escape names and index lists (RFC 6901)", () => {
  const list = [{ size: 1 }, { size: "x", "a/b~c": 1 }];
  expect(errorsOf({ name: "a", list })).toEqual(["/list/1/size wrong-type", "/list/1/a~1b~0c unknown-field"]);
  expect(errorsOf({ name: "a", externalIds: { "h r": "1", hr: "" } })).toEqual([
    "/externalIds/h r invalid-format",
    "/externalIds/hr invalid-format",
  ]);
});

test("Fields without errors stay available in an invalid input", () => {
  const { value } = validation({ name: "a", at: "yesterday", list: [{ size: "x" }], text: "b" });
  expect(value).toEqual({ name: "a", text: "b" });
});

test("An error added by a rule makes valueOrThrow throw", () => {
  const sound = validation({ name: "a" });
  sound.addError("/name", "duplicate");
  expect(() => sound.valueOrThrow()).toThrow("invalid-input");
});
