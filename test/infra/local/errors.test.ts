import { messageOf } from "../../../infra/local/errors.ts";

test("The message of an error includes those of its causes", () => {
  const cause = new Error("connect ECONNREFUSED 127.0.0.1:3000");
  expect(messageOf(new TypeError("fetch failed", { cause }))).toBe("fetch failed: connect ECONNREFUSED 127.0.0.1:3000");
});

test("An error without a message is described by its code", () => {
  const everywhere = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  expect(messageOf(new TypeError("fetch failed", { cause: everywhere }))).toBe("fetch failed: ECONNREFUSED");
});

test("A thrown text is its own message", () => {
  expect(messageOf("gone")).toBe("gone");
});
