import {
  effectiveEntries,
  type MembershipTimeline,
  mayVote,
  periodsOf,
  stateOn,
  type TimelineEntry,
} from "../../../lib/members/timeline.ts";

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

  test("has no state before its first day", () => {
    const timeline = timelineOf({ joinedOn: "2015-05-05" });
    expect(stateOn(timeline, "2015-05-04")).toBeUndefined();
    expect(standingOn(timeline, "2015-05-05")).toBe("probationary");
  });

  test("is probationary without a confirmation, also long after the admission", () => {
    expect(standingOn(timelineOf({ admittedOn: "1950-01-01" }), "2023-12-26")).toBe("probationary");
    expect(standingOn(timelineOf({ confirmed: true }), "1931-01-01")).toBe("official");
    const confirmed = timelineOf({ admittedOn: "2010-01-01", confirmedOn: "2011-01-01" });
    expect(standingOn(confirmed, "2010-12-31")).toBe("probationary");
    expect(standingOn(confirmed, "2011-01-01")).toBe("official");
  });

  test("takes from before the joining a confirmation only, by field or by history", () => {
    const field = timelineOf({ joinedOn: "2015-05-05", confirmedOn: "2011-01-01" });
    const history = timelineOf({ joinedOn: "2015-05-05" }, entry("1", "confirmed", "2011-01-01"));
    const gone = timelineOf({ joinedOn: "2015-05-05" }, entry("1", "departed", "2011-01-01"));
    expect(standingOn(field, "2015-05-05")).toBe("official");
    expect(standingOn(history, "2015-05-05")).toBe("official");
    expect(standingOn(gone, "2015-05-05")).toBe("probationary");
  });
});

describe("A history", () => {
  test("applies by day, not by order of arrival", () => {
    const back = entry("1", "readmitted", "2020-01-01");
    const gone = entry("2", "departed", "2019-01-01");
    for (const entries of [
      [back, gone],
      [gone, back],
    ]) {
      const timeline = timelineOf({ confirmed: true }, ...entries);
      expect(standingOn(timeline, "2018-12-31")).toBe("official");
      expect(standingOn(timeline, "2019-01-01")).toBe("former");
      expect(standingOn(timeline, "2020-01-01")).toBe("probationary");
    }
  });

  test("applies in order of arrival on one day", () => {
    const moved = (first: string, second: string) =>
      timelineOf(
        {},
        entry("1", "transferred", "2020-01-01", { organisationId: first }),
        entry("2", "transferred", "2020-01-01", { organisationId: second }),
      );
    expect(stateOn(moved("B", "C"), "2020-01-01")?.organisationId).toBe("C");
    expect(stateOn(moved("C", "B"), "2020-01-01")?.organisationId).toBe("B");
  });

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

  test("starts a new probation on readmission, possibly in another cell", () => {
    const timeline = timelineOf(
      { confirmed: true },
      entry("1", "departed", "2020-01-01"),
      entry("2", "readmitted", "2021-01-01", { organisationId: "CELL2" }),
      entry("3", "confirmed", "2022-01-01"),
    );
    expect(stateOn(timeline, "2021-01-01")).toEqual({
      organisationId: "CELL2",
      standing: "probationary",
      suspended: false,
    });
    expect(standingOn(timeline, "2022-01-01")).toBe("official");
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
