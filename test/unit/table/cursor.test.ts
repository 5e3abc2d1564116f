import { assert, integer, property, string } from "fast-check";
import { createCursors } from "../../../lib/table/cursor.ts";

const cursors = createCursors("a secret");

test("A cursor opens to its position with the same binding", () => {
  assert(
    property(string({ unit: "binary" }), string(), (position, boundTo) => {
      const text = Buffer.from(position).toString("utf8");
      expect(cursors.open(cursors.seal(text, boundTo), boundTo)).toBe(text);
    }),
  );
});

test("A cursor does not reveal its position, and is equal for the same position of the same list only", () => {
  const sealed = cursors.seal("Nguyễn Văn A", "x");
  expect(Buffer.from(sealed, "base64url").toString("utf8")).not.toContain("Nguy");
  expect(cursors.seal("Nguyễn Văn A", "x")).toBe(sealed);
  const nonce = (cursor: string) => cursor.slice(0, 16);
  expect(nonce(cursors.seal("Nguyễn Văn B", "x"))).not.toBe(nonce(sealed));
  expect(nonce(cursors.seal("Nguyễn Văn A", "y"))).not.toBe(nonce(sealed));
});

test("A cursor with a changed bit, another binding or another secret is rejected", () => {
  const sealed = cursors.seal("position", "here");
  const length = Buffer.from(sealed, "base64url").length;
  assert(
    property(integer({ min: 0, max: length - 1 }), integer({ min: 0, max: 7 }), (at, bit) => {
      const forged = Buffer.from(sealed, "base64url");
      forged.writeUInt8(forged.readUInt8(at) ^ (1 << bit), at);
      expect(() => cursors.open(forged.toString("base64url"), "here")).toThrow("invalid-cursor");
    }),
  );
  expect(() => cursors.open(sealed, "there")).toThrow("invalid-cursor");
  expect(() => createCursors("another").open(sealed, "here")).toThrow("invalid-cursor");
});

test("Any text that is not a cursor is rejected", () => {
  assert(property(string(), (text) => expect(() => cursors.open(text, "here")).toThrow("invalid-cursor")));
});

test("A cursor with added characters, or in another encoding that decodes alike, is rejected", () => {
  const sealed = cursors.seal("position!", "here");
  for (const more of ["A", "AA", "AAAA", "=", "==", " ", "\n", "!", "."])
    for (const text of [sealed + more, more + sealed])
      expect(() => cursors.open(text, "here")).toThrow("invalid-cursor");
  const bytes = Buffer.from(sealed, "base64url");
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const alike = [...alphabet]
    .map((last) => sealed.slice(0, -1) + last)
    .filter((text) => text !== sealed && Buffer.from(text, "base64url").equals(bytes));
  expect(alike.length).toBeGreaterThan(0);
  for (const text of [...alike, bytes.toString("base64")])
    expect(() => cursors.open(text, "here")).toThrow("invalid-cursor");
});
