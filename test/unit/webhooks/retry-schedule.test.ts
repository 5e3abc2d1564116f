import { assert, double, integer, property, record } from "fast-check";
import { attemptResultOf } from "../../../lib/webhooks/attempt.ts";
import { nextAttemptTime, readRetryAfter, retryWindowMs } from "../../../lib/webhooks/retry-schedule.ts";

const second = 1_000;
const hour = 3_600 * second;
const failing = { attempts: 1, failingSince: 0, now: 0, retryAfterMs: undefined, random: 0.5 };

test("Delays grow from seconds to hours", () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => nextAttemptTime({ ...failing, attempts }));
  const hours = [2 * hour, 5 * hour, 10 * hour, 10 * hour];
  expect(delays).toEqual([5 * second, 30 * second, 300 * second, 1_800 * second, ...hours]);
});

test("A receiver that always fails gets 8 to 12 attempts, the last one a day after the first", () => {
  const everyChance = property(double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
    const tried = [0];
    for (;;) {
      const now = tried.at(-1) ?? 0;
      const next = nextAttemptTime({ ...failing, attempts: tried.length, now, random });
      if (next === undefined) break;
      expect(next).toBeGreaterThan(now);
      tried.push(next);
    }
    expect(tried.at(-1)).toBe(retryWindowMs);
    expect(tried.length).toBeGreaterThanOrEqual(8);
    expect(tried.length).toBeLessThanOrEqual(12);
  });
  assert(everyChance);
});

test("The next attempt is later than now, within the day, and at most a fifth off its usual time", () => {
  const given = record({
    attempts: integer({ min: 1, max: 100 }),
    now: integer({ min: 0, max: retryWindowMs - 1 }),
    random: double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  const bounded = property(given, (some) => {
    const next = nextAttemptTime({ ...failing, ...some }) ?? 0;
    const usual = nextAttemptTime({ ...failing, attempts: some.attempts }) ?? 0;
    expect(next).toBeGreaterThan(some.now);
    expect(next).toBeLessThanOrEqual(retryWindowMs);
    if (next < retryWindowMs) expect(Math.abs(next - some.now - usual)).toBeLessThanOrEqual(usual * 0.2 + 1);
  });
  assert(bounded);
});

test("A longer delay that the receiver asks for is respected up to the day", () => {
  expect(nextAttemptTime({ ...failing, retryAfterMs: 60 * second })).toBe(60 * second);
  expect(nextAttemptTime({ ...failing, retryAfterMs: second })).toBe(5 * second);
  expect(nextAttemptTime({ ...failing, retryAfterMs: 1e15 })).toBe(retryWindowMs);
});

test("Retry-After is parsed as seconds or as a date", () => {
  const now = Date.parse("2024-01-15T03:00:00Z");
  expect(readRetryAfter("120", now)).toBe(120 * second);
  expect(readRetryAfter(" 0 ", now)).toBe(0);
  expect(readRetryAfter("Mon, 15 Jan 2024 03:01:00 GMT", now)).toBe(60 * second);
  expect(readRetryAfter("Mon, 15 Jan 2024 02:00:00 GMT", now)).toBe(0);
  for (const text of [undefined, "", "soon", "-5", "1.5", "2024", "9".repeat(20), "2024-01-15T03:01:00Z"])
    expect([text, readRetryAfter(text, now)]).toEqual([text, text === "2024" ? 2_024 * second : undefined]);
});

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
