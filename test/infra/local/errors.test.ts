import { messageOf } from "../../../infra/local/errors.ts";

const everywhere = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });

test.each([
  [
    "an error includes those of its causes",
    new TypeError("failed", { cause: new Error("refused") }),
    "failed: refused",
  ],
  ["an error without one is its code", new TypeError("failed", { cause: everywhere }), "failed: ECONNREFUSED"],
  ["a thrown text is the text", "gone", "gone"],
])("The message of %s", (_, error, message) => {
  expect(messageOf(error)).toBe(message);
});
