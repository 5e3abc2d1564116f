import fc from "fast-check";
import { sortOf } from "../../../lib/meetings/items.ts";
import { dayOfMeeting, meetingDeltas, meetingErrors, missingStartErrors } from "../../../lib/meetings/rules.ts";
import type { Meeting } from "../../../lib/meetings/schema.ts";

const today = "2023-12-26";
const faultsOf = (meeting: Parameters<typeof meetingErrors>[0]) =>
  meetingErrors(meeting, today).map(({ pointer, code }) => `${pointer} ${code}`);

test("A meeting has one start: an instant, or a day with the part of it", () => {
  expect(faultsOf({ startsAt: "2023-12-26T01:30:00.000Z" })).toEqual([]);
  expect(faultsOf({ startsOn: "2023-12-26", partOfDay: "morning" })).toEqual([]);
  expect(missingStartErrors({ startsOn: "2023-12-26" })).toEqual([]);
  expect(missingStartErrors({}).map(({ code }) => code)).toEqual(["exactly-one"]);
  expect(faultsOf({ startsAt: "2023-12-26T01:30:00.000Z", startsOn: "2023-12-26" })).toEqual(["/startsOn exactly-one"]);
  expect(faultsOf({ startsAt: "2023-12-26T01:30:00.000Z", partOfDay: "morning" })).toEqual([
    "/partOfDay contradiction",
  ]);
});

test("A meeting ends after it starts, on the day it starts or later", () => {
  const startsAt = "2023-12-26T01:30:00.000Z";
  expect(faultsOf({ startsAt, endsAt: "2023-12-26T01:30:00.001Z" })).toEqual([]);
  expect(faultsOf({ startsAt, endsAt: startsAt })).toEqual(["/endsAt before-other"]);
  expect(faultsOf({ startsOn: "2023-12-26", endsAt: "2023-12-25T17:00:00.000Z" })).toEqual([]);
  expect(faultsOf({ startsOn: "2023-12-26", endsAt: "2023-12-25T16:59:59.999Z" })).toEqual(["/endsAt before-other"]);
  expect(faultsOf({ endsAt: startsAt })).toEqual([]);
});

test("A meeting may have been held today, and may be planned for tomorrow but not have been held", () => {
  expect(faultsOf({ startsOn: today, status: "held" })).toEqual([]);
  expect(faultsOf({ startsOn: "2023-12-27", status: "planned" })).toEqual([]);
  expect(faultsOf({ startsOn: "2023-12-27", status: "held" })).toEqual(["/startsOn in-the-future"]);
  expect(faultsOf({ startsAt: "2023-12-26T17:00:00.000Z", status: "held" })).toEqual(["/startsAt in-the-future"]);
});

test("The day of a meeting is the day in Vietnam", () => {
  expect(dayOfMeeting({ startsAt: "2023-12-25T16:59:59.999Z" })).toBe("2023-12-25");
  expect(dayOfMeeting({ startsAt: "2023-12-25T17:00:00.000Z" })).toBe("2023-12-26");
  expect(dayOfMeeting({ startsOn: "2023-12-26" })).toBe("2023-12-26");
  expect(dayOfMeeting({})).toBeUndefined();
});

const meeting = (fields: Partial<Meeting>): Meeting => ({
  id: "00000000000000000A",
  createdAt: "",
  updatedAt: "",
  organisationId: "00000000000000000B",
  kind: "regular",
  title: "Họp",
  status: "held",
  date: today,
  visibility: "internal",
  ...fields,
});

test("Statistics count a meeting that was held, on its day, and no other", () => {
  const effect = { organisationId: "00000000000000000B", day: today, counter: "meetingsHeld", count: 1 };
  expect(meetingDeltas(meeting({}))).toEqual([effect]);
  expect(meetingDeltas(meeting({ status: "planned" }))).toEqual([]);
  expect(meetingDeltas(meeting({ status: "cancelled" }))).toEqual([]);
});

test("Meetings sort by the instant they start, in any offset, across days", () => {
  const instants = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const keyOf = (start: Date) => {
        const startsAt = start.toISOString();
        return sortOf(meeting({ startsAt, date: dayOfMeeting({ startsAt }) ?? "" }));
      };
      expect(Math.sign(a.getTime() - b.getTime())).toBe(keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
    }),
  );
});

test("Within a day a meeting of unknown hour stands by the part of the day", () => {
  const keys = [
    meeting({ startsOn: today }),
    meeting({ startsOn: today, partOfDay: "morning" }),
    meeting({ startsAt: `${today}T01:30:00.000Z` }),
    meeting({ startsOn: today, partOfDay: "afternoon" }),
    meeting({ startsOn: today, partOfDay: "evening" }),
  ].map(sortOf);
  expect([...keys].sort()).toEqual(keys);
});
