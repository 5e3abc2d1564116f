import { assert, property, string } from "fast-check";
import { slugLength, slugOf, slugWith } from "../../../lib/shared/slug.ts";

test("A slug consists of the words of a headline without diacritics", () => {
  expect(slugOf("Đảng uỷ Thư viện: “Hội nghị” 2023–2024!")).toBe("dang-uy-thu-vien-hoi-nghi-2023-2024");
  expect(slugOf("ĐƯỜNG ƯỚC Ỡ")).toBe("duong-uoc-o");
  for (const headline of ["Ðại hội", "\u0189ại hội", "ðại hội", "Đ\u00adại h\u200bội", "Đ\u200dại\u00a0hội"])
    expect(slugOf(headline)).toBe("dai-hoi");
});

test("A long slug ends between words, and a single long word is cut", () => {
  const headline = "Hội nghị Tổng kết công tác Đảng năm 2023 và triển khai nhiệm vụ năm 2024 tại Thư viện";
  expect(slugOf(headline)).toBe("hoi-nghi-tong-ket-cong-tac-dang-nam-2023-va-trien-khai-nhiem-vu-nam-2024-tai-thu");
  expect(slugOf("a".repeat(100))).toBe("a".repeat(slugLength));
});

test("A text without Latin letters and digits has an empty slug", () => {
  expect(slugOf("— 北京 —")).toBe("");
});

test("A slug with a suffix does not exceed the maximal length", () => {
  expect(slugWith("Gặp mặt", "2")).toBe("gap-mat-2");
  expect(slugWith("từ ".repeat(60), "12")).toHaveLength(slugLength);
});

test("A slug of any text is a path segment of limited length, and its own slug", () => {
  const form = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/;
  assert(
    property(string({ unit: "binary", maxLength: 300 }), (text) => {
      const slug = slugOf(text);
      expect(slug).toMatch(form);
      expect(slug.length).toBeLessThanOrEqual(slugLength);
      expect(slugOf(slug)).toBe(slug);
    }),
  );
});
