import { excerpt, paragraphs } from "../../../functions/pages/format.ts";

test("Lines become paragraphs, and markup in them is escaped", () => {
  expect(paragraphs("Một\n\n  <b>Hai</b>\n", "lead").map(({ text }) => text)).toEqual([
    '<p class="lead">Một</p>',
    '<p class="lead">&lt;b&gt;Hai&lt;/b&gt;</p>',
  ]);
});

test("An excerpt ends between words, and a short text is complete", () => {
  expect(excerpt("Một\nhai  ba", 20)).toBe("Một hai ba");
  expect(excerpt("Một hai, ba", 9)).toBe("Một hai…");
  expect(excerpt("x".repeat(30), 10)).toBe(`${"x".repeat(10)}…`);
});
