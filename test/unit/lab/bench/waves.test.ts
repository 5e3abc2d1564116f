import fc from "fast-check";
import { type Span, wavesOf } from "../../../../lab/bench/units/waves.ts";

test("calls under way together are one round trip", () => {
  expect(
    wavesOf([
      { from: 0, to: 20 },
      { from: 1, to: 22 },
      { from: 19, to: 40 },
    ]),
  ).toBe(1);
});

test("a call that begins after another has ended is a further round trip", () => {
  expect(
    wavesOf([
      { from: 0, to: 20 },
      { from: 20, to: 40 },
      { from: 41, to: 60 },
    ]),
  ).toBe(3);
});

test("a long call beside two short ones does not hide that one waited for the other", () => {
  expect(
    wavesOf([
      { from: 0, to: 50 },
      { from: 0, to: 20 },
      { from: 21, to: 45 },
    ]),
  ).toBe(2);
});

test("no call is no round trip", () => {
  expect(wavesOf([])).toBe(0);
});

/** The longest chain by trying every call as the next. */
const longestChain = (spans: readonly Span[], after = Number.NEGATIVE_INFINITY): number =>
  Math.max(0, ...spans.filter(({ from }) => from >= after).map(({ to }) => 1 + longestChain(spans, to)));

test("whatever the calls, the round trips are the longest chain of calls that waited for each other", () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 10 }))
    .map(([from, length]) => ({ from, to: from + length }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 7 }), (spans) => {
      expect(wavesOf(spans)).toBe(longestChain(spans));
    }),
  );
});
