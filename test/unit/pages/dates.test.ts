import { dayText, instantText, numberText, whenText } from "../../../functions/pages/format.ts";
import type { Meeting } from "../../../lib/meetings/schema.ts";

test("A day is written in words in both languages", () => {
  expect(dayText("2024-01-05", "vi")).toBe("ngày 5 tháng 1 năm 2024");
  expect(dayText("2024-01-05", "en")).toBe("5 January 2024");
});

test("An instant is written as its day in Vietnam", () => {
  expect(instantText("2023-12-31T17:00:00.000Z", "vi")).toBe("ngày 1 tháng 1 năm 2024");
});

const [morning, noon, nextDay] = ["2023-12-26T01:30:00.000Z", "2023-12-26T04:00:00.000Z", "2023-12-27T10:00:00.000Z"];

test.each([
  [{}, "vi", "Thứ Ba, ngày 26 tháng 12 năm 2023"],
  [{ partOfDay: "morning" }, "vi", "Sáng thứ Ba, ngày 26 tháng 12 năm 2023"],
  [{ partOfDay: "day", date: "2023-12-24" }, "vi", "Cả ngày chủ nhật, ngày 24 tháng 12 năm 2023"],
  [{ startsAt: "2023-12-26T01:30:00.000Z" }, "vi", "8 giờ 30, thứ Ba, ngày 26 tháng 12 năm 2023"],
  [{ startsAt: "2023-12-26T01:00:00.000Z" }, "en", "08:00, Tuesday, 26 December 2023"],
  [{ startsAt: morning, endsAt: noon }, "vi", "Từ 8 giờ 30 đến 11 giờ, thứ Ba, ngày 26 tháng 12 năm 2023"],
  [{ startsAt: morning, endsAt: noon }, "en", "08:30–11:00, Tuesday, 26 December 2023"],
  [
    { startsAt: morning, endsAt: nextDay },
    "vi",
    "Từ 8 giờ 30, thứ Ba, ngày 26 tháng 12 năm 2023 đến 17 giờ, thứ Tư, ngày 27 tháng 12 năm 2023",
  ],
  [
    { startsAt: morning, endsAt: nextDay },
    "en",
    "08:30, Tuesday, 26 December 2023 – 17:00, Wednesday, 27 December 2023",
  ],
  [{ endsAt: noon }, "vi", "Thứ Ba, ngày 26 tháng 12 năm 2023, kết thúc lúc 11 giờ"],
  [{ partOfDay: "morning", endsAt: noon }, "vi", "Sáng thứ Ba, ngày 26 tháng 12 năm 2023, kết thúc lúc 11 giờ"],
  [{ partOfDay: "morning", endsAt: noon }, "en", "Tuesday, 26 December 2023, morning, until 11:00"],
  [
    { partOfDay: "day", endsAt: nextDay },
    "vi",
    "Từ thứ Ba, ngày 26 tháng 12 năm 2023 đến 17 giờ, thứ Tư, ngày 27 tháng 12 năm 2023",
  ],
] as const)("The time of a meeting with %j is written as precisely as recorded (%s)", (fields, language, text) => {
  expect(whenText({ date: "2023-12-26", ...fields } as Meeting, language)).toBe(text);
});

test("Thousands separators depend on the language", () => {
  expect([69, 1_000, 5_400_000].map((value) => numberText(value, "vi"))).toEqual(["69", "1.000", "5.400.000"]);
  expect(numberText(5_400_000, "en")).toBe("5,400,000");
});
