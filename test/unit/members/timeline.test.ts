import fc from "fast-check";
import {
  effectiveEntries,
  isCounted,
  type MembershipTimeline,
  mayVote,
  periodsOf,
  stateOn,
  type TimelineEntry,
} from "../../../lib/members/timeline.ts";
import { anyBeginning, anyEntry, arrive, calendar, recount } from "./naive.ts";

const cell = "CELL1";
type Kind = TimelineEntry["kind"];
type Start = Partial<MembershipTimeline["initialState"]>;
const entry = (id: string, kind: Kind, on: string, more: Partial<TimelineEntry> = {}) => ({ id, kind, on, ...more });
const timelineOf = (start: Start, ...entries: TimelineEntry[]): MembershipTimeline => ({
  initialState: { organisationId: cell, ...start },
  entries,
});
const standingOn = (timeline: MembershipTimeline, day: string) => stateOn(timeline, day)?.standing;

describe("The start of a timeline", () => {
  test("is the day of joining, else of admission, else open", () => {
    const [joined] = periodsOf(timelineOf({ admittedOn: "2010-01-01", joinedOn: "2015-05-05" }));
    const [admitted] = periodsOf(timelineOf({ admittedOn: "2010-01-01" }));
    const [unknown] = periodsOf(timelineOf({}));
    expect([joined?.from, admitted?.from, unknown?.from]).toEqual(["2015-05-05", "2010-01-01", undefined]);
  });

  test("is probationary without a confirmation, also long after the admission", () => {
    expect(standingOn(timelineOf({ admittedOn: "1950-01-01" }), "2023-12-26")).toBe("probationary");
    expect(standingOn(timelineOf({ confirmed: true }), "1931-01-01")).toBe("official");
    const confirmed = timelineOf({ admittedOn: "2010-01-01", confirmedOn: "2011-01-01" });
    expect(standingOn(confirmed, "2010-12-31")).toBe("probationary");
    expect(standingOn(confirmed, "2011-01-01")).toBe("official");
  });
});

describe("A history", () => {
  test("removes the vote of suspended members, who still count, until they resume", () => {
    const timeline = timelineOf(
      { confirmed: true },
      entry("1", "suspended", "2020-01-01"),
      entry("2", "resumed", "2020-06-01"),
    );
    const votes = (day: string) => {
      const state = stateOn(timeline, day);
      return state && mayVote(state);
    };
    expect([votes("2019-12-31"), votes("2020-01-01"), votes("2020-06-01")]).toEqual([true, false, true]);
    expect(standingOn(timeline, "2020-01-01")).toBe("official");
  });

  test("leaves the state unchanged if an entry does not fit", () => {
    const idle = [
      entry("1", "resumed", "2020-01-01"),
      entry("2", "readmitted", "2020-01-02"),
      entry("3", "confirmed", "2020-01-03"),
      entry("4", "transferred", "2020-01-04", { organisationId: cell }),
    ];
    expect(periodsOf(timelineOf({ confirmed: true }, ...idle))).toHaveLength(1);
    const gone = timelineOf({}, entry("1", "departed", "2019-01-01"), entry("2", "confirmed", "2020-01-01"));
    expect(standingOn(gone, "2021-01-01")).toBe("former");
  });
});

describe("An entry that voids another", () => {
  const ids = (...entries: TimelineEntry[]) => effectiveEntries(entries).map(({ id }) => id);
  const departed = entry("1", "departed", "2020-01-01");

  test("revokes it if it is equal", () => {
    expect(ids(departed, entry("2", "departed", "2020-01-01", { voids: "1" }))).toEqual([]);
  });

  test("replaces it if it differs", () => {
    expect(ids(departed, entry("2", "departed", "2020-02-01", { voids: "1" }))).toEqual(["2"]);
    expect(ids(departed, entry("2", "suspended", "2020-01-01", { voids: "1" }))).toEqual(["2"]);
  });

  test("can be revoked, so that the first is effective again", () => {
    const back = entry("2", "departed", "2020-01-01", { voids: "1" });
    expect(ids(departed, back, { ...back, id: "3", voids: "2" })).toEqual(["1"]);
    const moved = entry("2", "departed", "2020-02-01", { voids: "1" });
    expect(ids(departed, moved, { ...moved, id: "3", voids: "2" })).toEqual(["1"]);
  });

  test("can be replaced without restoring the first", () => {
    const second = entry("2", "departed", "2020-02-01", { voids: "1" });
    expect(ids(departed, second, entry("3", "departed", "2020-03-01", { voids: "2" }))).toEqual(["3"]);
  });
});

test("The state of a member on any day equals a recount day by day", () => {
  fc.assert(
    fc.property(
      anyBeginning(["A", "B", "C", "D"]),
      fc.array(anyEntry(["A", "B", "C", "D"]), { maxLength: 10 }),
      (beginning, drawn) => {
        const timeline = {
          initialState: beginning,
          entries: drawn.reduce(arrive, [] as MembershipTimeline["entries"]),
        };
        const expected = recount(timeline);
        for (const day of calendar) {
          const state = stateOn(timeline, day);
          const naive = expected.get(day);
          expect(state && [state.organisationId, isCounted(state), state.suspended]).toEqual(
            naive && [naive.cell, naive.counted, naive.suspended],
          );
          if (state && naive?.counted) expect(state.standing === "official").toBe(naive.official);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
