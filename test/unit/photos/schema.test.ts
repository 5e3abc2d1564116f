import { photoBytes, photoInput } from "../../../lib/photos/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";

const photo = { fileName: "a.jpg", contentType: "image/jpeg", size: 1, sha256: "ab".repeat(32) };
const errorsOf = (change: object) =>
  validateInput(photoInput, { ...photo, ...change }).errors.map(({ pointer, code }) => `${pointer} ${code}`);

test("JPEG, PNG and WebP are accepted, other types are rejected", () => {
  for (const contentType of ["image/jpeg", "image/png", "image/webp"]) expect(errorsOf({ contentType })).toEqual([]);
  for (const contentType of ["image/svg+xml", "image/gif", "text/html", "image/jpeg; charset=x", ""])
    expect(errorsOf({ contentType })).toEqual(["/contentType not-allowed"]);
});

test("Sizes from one byte to 25 MiB are accepted, others are rejected", () => {
  expect(photoBytes).toBe(26_214_400);
  for (const size of [1, photoBytes]) expect(errorsOf({ size })).toEqual([]);
  expect(errorsOf({ size: photoBytes + 1 })).toEqual(["/size too-big"]);
  expect(errorsOf({ size: 0 })).toEqual(["/size too-small"]);
  expect(errorsOf({ size: 1.5 })).toEqual(["/size wrong-type"]);
});

test("A SHA-256 is 64 hex digits, stored in lower case", () => {
  expect(validateInput(photoInput, { ...photo, sha256: "AB".repeat(32) }).valueOrThrow().sha256).toBe("ab".repeat(32));
  for (const sha256 of ["ab".repeat(31), "xy".repeat(32), `${"ab".repeat(32)}\n`])
    expect(errorsOf({ sha256 })).toEqual(["/sha256 invalid-format"]);
});

test("A person shown is a member or an attendee", () => {
  const id = "0".repeat(18);
  expect(errorsOf({ peopleShown: [{ memberId: id }, { attendeeId: id }] })).toEqual([]);
  expect(errorsOf({ peopleShown: [{}, { memberId: id, attendeeId: id }] })).toEqual([
    "/peopleShown/0 exactly-one",
    "/peopleShown/1 exactly-one",
  ]);
});
