import { attemptResultOf } from "../../../lib/webhooks/attempt.ts";

const now = Date.parse("2024-01-15T03:00:00Z");

test.each([200, 201, 202, 204, 299])("A response of %i is a success", (status) => {
  expect(attemptResultOf({ status }, now)).toEqual({ isDelivered: true, status });
});

test.each([
  [410, "gone"],
  [301, "redirect"],
  [308, "redirect"],
  [304, "redirect"],
  [400, "status"],
  [404, "status"],
  [429, "status"],
  [500, "status"],
  [503, "status"],
  [600, "status"],
  [0, "status"],
])("A response of %i is a failure: %s", (status, reason) => {
  expect(attemptResultOf({ status }, now)).toMatchObject({ isDelivered: false, status, reason });
});

test("Retry-After is respected with 429 and 503 only", () => {
  const asked = (status: number) => attemptResultOf({ status, retryAfter: "60" }, now);
  for (const status of [429, 503]) expect(asked(status)).toMatchObject({ retryAfterMs: 60_000 });
  for (const status of [500, 404, 302]) expect(asked(status)).toMatchObject({ retryAfterMs: undefined });
});

test("Without a response the result contains the reason", () => {
  expect(attemptResultOf({ failed: "timeout" }, now)).toEqual({ isDelivered: false, reason: "timeout" });
});
