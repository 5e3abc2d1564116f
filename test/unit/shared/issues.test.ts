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
const faultsOf = (input: unknown) => validation(input).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test("What is right is read, cleaned and in UTC", () => {
  const input = { name: " Nguyễn ".normalize("NFD"), at: "2023-12-26T08:30:00+07:00", text: "a\nb" };
  expect(validation(input).valueOrThrow()).toEqual({ name: "Nguyễn", at: "2023-12-26T01:30:00.000Z", text: "a\nb" });
});

test("A field is required, of the right type, of the right form: each has its own code", () => {
  expect(faultsOf({})).toEqual(["/name required"]);
  expect(faultsOf({ name: null })).toEqual(["/name wrong-type"]);
  expect(faultsOf({ name: 1 })).toEqual(["/name wrong-type"]);
  expect(faultsOf({ name: "x".repeat(201) })).toEqual(["/name too-long"]);
  expect(faultsOf({ name: " \u00a0 " })).toEqual(["/name too-short"]);
  expect(faultsOf({ name: "a\u0007b" })).toEqual(["/name control-character"]);
  expect(faultsOf({ name: "a", count: "x" })).toEqual(["/count invalid-format"]);
  for (const at of ["2023-02-30T00:00:00Z", "2023-12-26T08:30:00", "2023-12-26 08:30:00Z", "2023-12-26T25:00:00Z"])
    expect(faultsOf({ name: "a", at })).toEqual(["/at invalid-format"]);
});

test("A source may be called as something that every object has", () => {
  const ids = Object.fromEntries(["constructor", "toString", "hasOwnProperty"].map((source) => [source, "1"]));
  expect(validation({ name: "a", externalIds: ids }).valueOrThrow()).toEqual({ name: "a", externalIds: ids });
});

test("A name that would be lost on the way is a fault, wherever it stands", () => {
  const sent = (text: string) => faultsOf(JSON.parse(text));
  expect(sent('{"name":"a","__proto__":1}')).toEqual(["/__proto__ unknown-field"]);
  expect(sent('{"name":"a","externalIds":{"\\u005f_proto__":"1"}}')).toEqual(["/externalIds/__proto__ unknown-field"]);
});

test("A pointer leads to the fault through lists and names with slashes", () => {
  const list = [{ size: 1 }, { size: "x", "a/b~c": 1 }];
  expect(faultsOf({ name: "a", list })).toEqual(["/list/1/size wrong-type", "/list/1/a~1b~0c unknown-field"]);
  expect(faultsOf({ name: "a", externalIds: { "h r": "1", hr: "" } })).toEqual([
    "/externalIds/h r invalid-format",
    "/externalIds/hr invalid-format",
  ]);
});

test("Of alternatives the one that was meant names the faults", () => {
  expect(faultsOf({ name: "a", who: { id: "x", role: "boss" } })).toEqual(["/who/role not-allowed"]);
  expect(faultsOf({ name: "a", who: 7 })).toEqual(["/who wrong-type"]);
});

test("A body that is no object is refused whole", () => {
  for (const input of [null, [], "x", 1]) expect(faultsOf(input)).toEqual([" wrong-type"]);
});

test("What stays of a faulty input is what has no fault of its own", () => {
  const { value } = validation({ name: "a", at: "yesterday", list: [{ size: "x" }], text: "b" });
  expect(value).toEqual({ name: "a", text: "b" });
});

test("A draft with a fault does not settle, whoever found it", () => {
  const sound = validation({ name: "a" });
  sound.addError("/name", "duplicate");
  expect(() => sound.valueOrThrow()).toThrow("invalid-input");
});
