import { array, assert, constantFrom, property, string } from "fast-check";
import { calendar } from "../../../functions/pages/calendar.ts";
import type { PlannedMeeting } from "../../../lib/meetings/calendar.ts";

const planned = (fields: Partial<PlannedMeeting["record"]> = {}, version = 1): PlannedMeeting => ({
  record: {
    id: "01HJK7Q8R3E5F6G7H801HJK7Q5M0A1B2C3D4",
    organisationId: "O",
    title: "Đại hội Chi bộ",
    date: "2026-12-24",
    createdAt: "2026-11-01T03:00:00.000Z",
    updatedAt: "2026-12-01T03:00:00.000Z",
    ...fields,
  },
  version,
});

/** Content lines, unfolded (RFC 5545 §3.1). */
const linesOf = (text: string) => text.replaceAll("\r\n ", "").split("\r\n").slice(0, -1);
const eventOf = (meeting: PlannedMeeting, names: [string, string][] = [], institution?: string) => {
  const lines = linesOf(calendar([meeting], new Map(names), institution));
  return lines.slice(lines.indexOf("BEGIN:VEVENT") + 1, lines.indexOf("END:VEVENT"));
};

test("A planned meeting is an event with a stable id, its last change and its version", () => {
  const lines = eventOf(planned({ venue: "Hội trường A, tầng 2" }, 3), [["O", "Chi bộ Phòng Đọc"]], "Đảng bộ Thư viện");
  expect(lines).toEqual([
    "UID:01HJK7Q8R3E5F6G7H801HJK7Q5M0A1B2C3D4@dangbo",
    "DTSTAMP:20261201T030000Z",
    "CREATED:20261101T030000Z",
    "LAST-MODIFIED:20261201T030000Z",
    "SEQUENCE:2",
    "STATUS:CONFIRMED",
    "DTSTART;VALUE=DATE:20261224",
    "DTEND;VALUE=DATE:20261225",
    "SUMMARY:Đại hội Chi bộ – Chi bộ Phòng Đọc",
    "DESCRIPTION:Chi bộ Phòng Đọc\\nThứ Năm\\, ngày 24 tháng 12 năm 2026",
    "LOCATION:Hội trường A\\, tầng 2",
  ]);
});

test.each([
  ["a start", { startsAt: "2026-12-24T01:30:00.000Z" }, ["DTSTART:20261224T013000Z"]],
  [
    "start and end",
    { startsAt: "2026-12-24T01:30:00.000Z", endsAt: "2026-12-24T04:00:00.000Z" },
    ["DTSTART:20261224T013000Z", "DTEND:20261224T040000Z"],
  ],
  ["a part of the day", { partOfDay: "morning" }, ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261225"]],
  [
    "days, the last one with an hour",
    { date: "2026-12-30", endsAt: "2026-12-31T17:30:00.000Z" },
    ["DTSTART;VALUE=DATE:20261230", "DTEND;VALUE=DATE:20270102"],
  ],
  ["the last day of the calendar", { date: "9999-12-31" }, ["DTSTART;VALUE=DATE:99991231"]],
] as const)("A meeting with %s takes instants in UTC or whole days of Vietnam", (_, fields, expected) => {
  expect(eventOf(planned(fields)).filter((line) => /^DT(?:START|END)/.test(line))).toEqual(expected);
});

test("A part of the day is described in words, since its hours are not recorded", () => {
  expect(eventOf(planned({ partOfDay: "afternoon" }))).toContain(
    "DESCRIPTION:Chiều thứ Năm\\, ngày 24 tháng 12 năm 2026",
  );
});

test("The calendar is named for the institution, and is valid without events", () => {
  const lines = linesOf(calendar([], new Map(), "Đảng bộ Thư viện"));
  expect(lines.slice(0, 2)).toEqual(["BEGIN:VCALENDAR", "VERSION:2.0"]);
  expect(lines).toContain("X-WR-CALNAME:Đảng bộ Thư viện – Lịch họp");
  // A calendar has at least one component (RFC 5545 §3.6).
  expect(lines).toContain("BEGIN:VTIMEZONE");
  expect(linesOf(calendar([], new Map(), undefined))).toContain("NAME:Lịch họp");
});

test("No line is longer than 75 bytes, and hostile text adds no line and comes back unchanged", () => {
  const piece = constantFrom("\nEND:VEVENT\n", "\r\nBEGIN:VALARM", ";", ",", "\\", "\\n", "Đại hội ", "😀", ":", '"');
  assert(
    property(array(piece, { minLength: 1, maxLength: 30 }), string({ maxLength: 8, unit: "binary" }), (pieces, end) => {
      const title = `x${pieces.join("")}${end}`;
      const text = calendar([planned({ title })], new Map(), undefined);
      for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
      const names = linesOf(text).map((line) => /^[A-Z-]+/.exec(line)?.[0]);
      expect(names).toEqual(
        linesOf(calendar([planned()], new Map(), undefined)).map((line) => /^[A-Z-]+/.exec(line)?.[0]),
      );
      const summary = linesOf(text).find((line) => line.startsWith("SUMMARY:")) ?? "";
      const read = summary.slice("SUMMARY:".length).replace(/\\(.)/g, (__, one: string) => (one === "n" ? "\n" : one));
      expect(read).toBe(
        title.replace(/\r\n?/g, "\n").replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ""),
      );
    }),
    { numRuns: 500 },
  );
});
