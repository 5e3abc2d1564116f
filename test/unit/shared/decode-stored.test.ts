import * as z from "zod/mini";
import { decodeStored } from "../../../lib/shared/decode-stored.ts";
import { name, recordFields } from "../../../lib/shared/schema.ts";

const schema = z.object({ ...recordFields, name, kind: z.enum(["cell"]), year: z.optional(z.int()) });
const stored = { id: "01HJK7Q5M0A1B2C3D4", createdAt: "now", updatedAt: "now", name: "Chi bộ 1", kind: "cell" };

test("Decoding a stored value keeps the fields of its schema only", () => {
  expect(decodeStored(schema, { ...stored, secret: "hidden" })).toEqual(stored);
});

test("A stored value that today's rules would reject is still decoded", () => {
  const old = { ...stored, name: " a name of another time\u0000 ".repeat(20), year: 0.5 };
  expect(schema.safeParse(old).success).toBe(false);
  expect(decodeStored(schema, old)).toEqual(old);
});

test.each([
  ["name", undefined],
  ["name", 1],
  ["kind", "committee"],
  ["year", "2024"],
])("Decoding a record whose %s is %p throws with the path", (field, wrong) => {
  expect(() => decodeStored(schema, { ...stored, [field]: wrong })).toThrow(`"${field}"`);
});

test("Decoding undefined throws", () => {
  expect(() => decodeStored(schema, undefined)).toThrow(z.core.$ZodError);
});
