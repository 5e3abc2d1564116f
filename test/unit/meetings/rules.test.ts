import fc from "fast-check";
import { sortOf } from "../../../lib/meetings/items.ts";
import {
  attendeesErrors,
  dayOfMeeting,
  meetingDeltas,
  meetingErrors,
  missingStartErrors,
  voteResult,
} from "../../../lib/meetings/rules.ts";
import type { Meeting } from "../../../lib/meetings/schema.ts";

const today = "2023-12-26";
const errorsOf = (meeting: Parameters<typeof meetingErrors>[0]) =>
  meetingErrors(meeting, today).map(({ pointer, code }) => `${pointer} ${code}`);

test("A meeting has one start: an instant, or a day with a part of the day", () => {
  expect(errorsOf({ startsAt: "2023-12-26T01:30:00.000Z" })).toEqual([]);
  expect(errorsOf({ startsOn: "2023-12-26", partOfDay: "morning" })).toEqual([]);
  expect(missingStartErrors({ startsOn: "2023-12-26" })).toEqual([]);
  expect(missingStartErrors({}).map(({ code }) => code)).toEqual(["exactly-one"]);
  expect(errorsOf({ startsAt: "2023-12-26T01:30:00.000Z", startsOn: "2023-12-26" })).toEqual(["/startsOn exactly-one"]);
  expect(errorsOf({ startsAt: "2023-12-26T01:30:00.000Z", partOfDay: "morning" })).toEqual([
    "/partOfDay contradiction",
  ]);
});

test("A meeting ends after it starts, on the day it starts or later", () => {
  const startsAt = "2023-12-26T01:30:00.000Z";
  expect(errorsOf({ startsAt, endsAt: "2023-12-26T01:30:00.001Z" })).toEqual([]);
  expect(errorsOf({ startsAt, endsAt: startsAt })).toEqual(["/endsAt before-other"]);
  expect(errorsOf({ startsOn: "2023-12-26", endsAt: "2023-12-25T17:00:00.000Z" })).toEqual([]);
  expect(errorsOf({ startsOn: "2023-12-26", endsAt: "2023-12-25T16:59:59.999Z" })).toEqual(["/endsAt before-other"]);
  expect(errorsOf({ endsAt: startsAt })).toEqual([]);
});

test("A meeting ends after the part of the day has begun in which it starts, or on a later day", () => {
  const errors = (partOfDay: Meeting["partOfDay"], endsAt: string) =>
    errorsOf({ startsOn: "2023-12-26", partOfDay, endsAt: new Date(endsAt).toISOString() });
  const contradiction = ["/endsAt contradiction"];
  expect(errors("afternoon", "2023-12-26T11:30:00+07:00")).toEqual(contradiction);
  expect(errors("afternoon", "2023-12-26T12:00:00+07:00")).toEqual(contradiction);
  expect(errors("afternoon", "2023-12-26T16:30:00+07:00")).toEqual([]);
  expect(errors("evening", "2023-12-26T17:00:00+07:00")).toEqual(contradiction);
  expect(errors("evening", "2023-12-27T00:30:00+07:00")).toEqual([]);
  expect(errors("morning", "2023-12-26T11:30:00+07:00")).toEqual([]);
  expect(errors("afternoon", "2023-12-27T11:30:00+07:00")).toEqual([]);
  expect(errors("afternoon", "2023-12-25T16:30:00+07:00")).toEqual(["/endsAt before-other"]);
});

test("A meeting of the past can still be planned", () => {
  expect(errorsOf({ startsOn: "2010-01-01", status: "planned" })).toEqual([]);
});

test("A meeting of today can be held, one of tomorrow can only be planned", () => {
  expect(errorsOf({ startsOn: today, status: "held" })).toEqual([]);
  expect(errorsOf({ startsOn: "2023-12-27", status: "planned" })).toEqual([]);
  expect(errorsOf({ startsOn: "2023-12-27", status: "held" })).toEqual(["/startsOn in-the-future"]);
  expect(errorsOf({ startsAt: "2023-12-26T17:00:00.000Z", status: "held" })).toEqual(["/startsAt in-the-future"]);
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

test("Statistics count only held meetings, on their days", () => {
  const effect = { organisationId: "00000000000000000B", day: today, counter: "meetingsHeld", count: 1 };
  expect(meetingDeltas(meeting({}))).toEqual([effect]);
  expect(meetingDeltas(meeting({ status: "planned" }))).toEqual([]);
  expect(meetingDeltas(meeting({ status: "cancelled" }))).toEqual([]);
});

test("Meetings sort by the instant of their start, in any offset, across days", () => {
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

test("Within a day, a meeting without a time sorts by its part of the day", () => {
  const keys = [
    meeting({ startsOn: today }),
    meeting({ startsOn: today, partOfDay: "morning" }),
    meeting({ startsAt: `${today}T01:30:00.000Z` }),
    meeting({ startsOn: today, partOfDay: "afternoon" }),
    meeting({ startsOn: today, partOfDay: "evening" }),
  ].map(sortOf);
  expect([...keys].sort()).toEqual(keys);
});

const pointers = (faults: readonly { pointer: string; code: string }[]) =>
  faults.map(({ pointer, code }) => `${pointer} ${code}`);

test("An attendee is exactly one of member, guest and group", () => {
  const roles: "guest"[] = ["guest"];
  const one = [
    { memberId: "A", roles },
    { guest: { fullName: "B" }, roles },
    { group: { name: "C" }, roles },
  ];
  expect(attendeesErrors(one)).toEqual([]);
  expect(pointers(attendeesErrors([{ roles }, { memberId: "A", group: { name: "C" }, roles }]))).toEqual([
    "/attendees/0 exactly-one",
    "/attendees/1 exactly-one",
  ]);
});

const vote = (inFavour: number, against: number, abstain: number) => ({ for: inFavour, against, abstain });

test("The result contains the number of people without a ballot", () => {
  expect(voteResult(vote(60, 5, 1), 68, "majority")).toEqual({
    notVoting: 2,
    share: { for: 60, base: 68, percent: 88.24 },
    adopted: true,
  });
  expect(voteResult(vote(68, 0, 0), 68, "majority").share.percent).toBe(100);
  expect(voteResult(vote(0, 0, 0), 68, "majority").share.percent).toBe(0);
});

test("Share and decision agree with exact fractions, for any ballots on any base", () => {
  const base = fc.integer({ min: 1, max: 10_000_000 });
  const ballots = base.chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count })));
  fc.assert(
    fc.property(ballots, ([count, inFavour]) => {
      const { share, adopted } = voteResult(vote(inFavour, 0, 0), count, "majority");
      const twoThirds = voteResult(vote(inFavour, 0, 0), count, "two-thirds").adopted;
      expect(adopted).toBe(BigInt(inFavour) * 2n > BigInt(count));
      expect(twoThirds).toBe(BigInt(inFavour) * 3n >= BigInt(count) * 2n);
      const hundredths = BigInt(Math.round(share.percent * 100));
      expect(Math.round(share.percent * 100) / 100).toBe(share.percent);
      // Half a hundredth of a per cent from the exact share at most.
      const off = 2n * (hundredths * BigInt(count) - BigInt(inFavour) * 10_000n);
      expect(off <= BigInt(count) && off > -BigInt(count)).toBe(true);
    }),
  );
});
