import { messageOf } from "../../../infra/local/errors.ts";

test("A failure is told with what caused it", () => {
  const refused = new Error("connect ECONNREFUSED 127.0.0.1:3000");
  expect(messageOf(new TypeError("fetch failed", { cause: refused }))).toBe(
    "fetch failed: connect ECONNREFUSED 127.0.0.1:3000",
  );
});

test("Where a name has several addresses, the code of what happened at all of them is told", () => {
  const everywhere = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  expect(messageOf(new TypeError("fetch failed", { cause: everywhere }))).toBe("fetch failed: ECONNREFUSED");
});

test("What is no error is told as it is", () => {
  expect(messageOf("gone")).toBe("gone");
});
